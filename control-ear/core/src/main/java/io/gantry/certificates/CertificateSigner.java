package io.gantry.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates with the cluster's authority (RFC 5280). */
public final class CertificateSigner {

    /** Longest and usual life of a certificate (upstream's cluster-signing-duration). */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Duration SHORTEST = Duration.ofMinutes(10);

    /** Clocks differ: a certificate counts a little before it was made. */
    private static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;
    private static final int LINE = 64;

    private final X509Certificate authority;
    private final PrivateKey key;
    private final RandomGenerator random;

    public CertificateSigner(X509Certificate authority, PrivateKey key, RandomGenerator random) {
        this.authority = authority;
        this.key = key;
        this.random = random;
    }

    /**
     * A certificate in PEM. It never outlives the authority.
     *
     * @param wanted how long it should count; absent for the longest
     */
    public String sign(Pkcs10Request request, List<String> usages, Optional<Duration> wanted, Instant now) {
        Instant end = now.plus(wanted.map(CertificateSigner::bounded).orElse(LONGEST));
        Instant last = authority.getNotAfter().toInstant();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                serial(),
                Date.from(now.minus(BACKDATE)),
                Date.from(end.isBefore(last) ? end : last),
                request.subject(),
                request.publicKey());
        try {
            extend(builder, request, usages);
            String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return pem(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static Duration bounded(Duration wanted) {
        if (wanted.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    }

    private void extend(X509v3CertificateBuilder builder, Pkcs10Request request, List<String> usages)
            throws IOException, GeneralSecurityException {
        int bits = KeyUsages.bits(usages);
        if (bits != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        }
        KeyPurposeId[] purposes = KeyUsages.purposes(usages);
        if (purposes.length > 0) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
        Optional<GeneralNames> names = request.alternativeNames();
        if (names.isPresent()) {
            builder.addExtension(Extension.subjectAlternativeName, false, names.get());
        }
    }

    private BigInteger serial() {
        byte[] bytes = new byte[SERIAL_BITS / Byte.SIZE];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes).add(BigInteger.ONE);
    }

    private static String pem(X509CertificateHolder certificate) throws IOException {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }
}
