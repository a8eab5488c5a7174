package io.gantry.ear;

import io.gantry.pki.CertificateAuthority;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Credential;
import io.gantry.pki.KeyPairs;
import io.gantry.pki.Kubeconfig;
import io.gantry.pki.Pem;
import io.gantry.pki.Pkcs12;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** Throw-away certificates, in the files where the control plane looks for them. */
final class TestPki {

    static final String PASSWORD = "of-no-use-elsewhere";
    static final String TOKEN = "a-token-of-the-file";

    private static final Duration DAY = Duration.ofDays(1);

    private final Path directory;
    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority;
    private final CertificateAuthority frontProxies;

    TestPki(Path directory) throws IOException {
        this.directory = directory;
        this.authority = CertificateAuthority.create("test-ca", DAY, InstantSource.system(), random);
        authority.writePem(directory, "ca");
        Pkcs12.writeTrust(directory.resolve("ca.p12"), List.of(authority.certificate()), PASSWORD);
        Credential server =
                authority.issue(CertificateRequest.server("kube-apiserver", List.of("localhost", "127.0.0.1"), DAY));
        server.writePkcs12(directory.resolve("apiserver.p12"), PASSWORD);
        server.writePem(directory, "apiserver");
        this.frontProxies = CertificateAuthority.create("front-proxy-ca", DAY, InstantSource.system(), random);
        Pem.write(directory.resolve("front-proxy-ca.crt"), frontProxies.certificate());
        frontProxies
                .issue(CertificateRequest.client("front-proxy-client", List.of(), DAY))
                .writePem(directory, "front-proxy-client");
        Pem.write(directory.resolve("service-account.key"), KeyPairs.rsa(random).getPrivate());
        Files.writeString(directory.resolve("tokens.csv"), TOKEN + ",ada,1,\"system:masters\"\nweak,eve,2\n");
        byte[] key = new byte[32];
        random.nextBytes(key);
        Files.writeString(
                directory.resolve("encryption.keys"),
                "test " + Base64.getEncoder().encodeToString(key) + "\n");
    }

    Path directory() {
        return directory;
    }

    CertificateAuthority authority() {
        return authority;
    }

    /** Signs the certificate with which the control plane vouches for users. */
    CertificateAuthority frontProxies() {
        return frontProxies;
    }

    /** A certificate of another authority that calls itself the same. */
    Credential forged(String commonName, String group) {
        return CertificateAuthority.create("test-ca", DAY, InstantSource.system(), random)
                .issue(CertificateRequest.client(commonName, List.of(group), DAY));
    }

    Credential client(String commonName, String... groups) {
        return authority.issue(CertificateRequest.client(commonName, List.of(groups), DAY));
    }

    Path kubeconfig(int port) throws IOException {
        Path file = directory.resolve("kubeconfig");
        new Kubeconfig("test", "https://127.0.0.1:" + port, "admin", client("admin", "system:masters")).write(file);
        return file;
    }
}
