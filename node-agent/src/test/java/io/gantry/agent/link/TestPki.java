package io.gantry.agent.link;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority, a server on localhost, and a node: all in PEM files. */
final class TestPki {

    private final Path directory;
    private final KeyPair authorityKey;

    TestPki(Path directory) throws IOException, GeneralSecurityException, OperatorCreationException {
        this.directory = directory;
        authorityKey = pair();
        write("ca.crt", "CERTIFICATE", issue("CN=ca", authorityKey, true).getEncoded());
        make("server", "CN=control-plane");
        make("node", "CN=system:node:n1,O=system:nodes");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    TlsFiles node() {
        return new TlsFiles(file("node.crt"), file("node.key"), file("ca.crt"));
    }

    private void make(String name, String subject)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = pair();
        write(name + ".crt", "CERTIFICATE", issue(subject, pair, false).getEncoded());
        write(name + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private X509Certificate issue(String subject, KeyPair pair, boolean authority)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=ca"),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                new X500Name(subject),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private void write(String name, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file(name), "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }
}
