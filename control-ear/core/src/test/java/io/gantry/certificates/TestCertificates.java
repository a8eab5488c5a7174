package io.gantry.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates in PEM, signed by nobody in particular. */
public final class TestCertificates {

    private static final KeyPair SIGNER = keys("EC", 256);

    private TestCertificates() {}

    public static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String authority(String name) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return certificate(name, SIGNER.getPublic(), now, now.plusSeconds(3600), true);
    }

    public static String leaf(PublicKey key, Instant from, Instant until) {
        return certificate("leaf", key, from, until, false);
    }

    private static String certificate(String name, PublicKey key, Instant from, Instant until, boolean authority) {
        try {
            X500Name subject = new X500Name("CN=" + name);
            byte[] der = new JcaX509v3CertificateBuilder(
                            subject, BigInteger.ONE, Date.from(from), Date.from(until), subject, key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(SIGNER.getPrivate()))
                    .getEncoded();
            return pem("CERTIFICATE", der);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
