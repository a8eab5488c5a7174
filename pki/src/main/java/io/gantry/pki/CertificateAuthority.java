package io.gantry.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Signs the certificates of one cluster. */
public final class CertificateAuthority {

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final InstantSource clock;
    private final SecureRandom random;

    private CertificateAuthority(
            X509Certificate certificate, PrivateKey key, InstantSource clock, SecureRandom random) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /** Makes a new authority with a new key. */
    public static CertificateAuthority create(
            String commonName, Duration validity, InstantSource clock, SecureRandom random) {
        KeyPair pair = KeyPairs.elliptic(random);
        X509Certificate certificate =
                new CertificateBuilder(clock.instant(), random).authority(commonName, validity, pair);
        return new CertificateAuthority(certificate, pair.getPrivate(), clock, random);
    }

    /** Reads an authority that {@link #writePem} wrote. */
    public static CertificateAuthority load(
            Path certificateFile, Path keyFile, InstantSource clock, SecureRandom random) throws IOException {
        X509Certificate certificate = Pem.readCertificates(certificateFile).getFirst();
        return new CertificateAuthority(certificate, Pem.readPrivateKey(keyFile), clock, random);
    }

    /** A certificate, good for servers and clients, with a new key. It never outlives the authority. */
    public Credential issue(CertificateRequest request) {
        KeyPair pair = KeyPairs.elliptic(random);
        Instant now = clock.instant();
        X509Certificate issued = new CertificateBuilder(now, random).issue(request, pair.getPublic(), certificate, key);
        return new Credential(issued, pair.getPrivate(), certificate);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String certificatePem() {
        return Pem.encode(certificate);
    }

    /** Writes {@code NAME.crt} and {@code NAME.key}, the key readable by its owner only. */
    public void writePem(Path directory, String name) throws IOException {
        Pem.write(directory.resolve(name + ".key"), key);
        Pem.write(directory.resolve(name + ".crt"), certificate);
    }
}
