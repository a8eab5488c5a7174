package io.gantry.launcher;

import io.gantry.pki.CertificateAuthority;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Credential;
import io.gantry.pki.Kubeconfig;
import io.gantry.pki.Pem;
import io.gantry.pki.Pkcs12;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The cluster's certificates: made once, kept under {@code pki/}. */
final class ClusterPki {

    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration VALIDITY = Duration.ofDays(365);

    private final Path directory;
    private final Path kubeconfig;
    private final Settings settings;
    private final SecureRandom random = new SecureRandom();

    ClusterPki(Layout layout, Settings settings) {
        this.directory = layout.pki();
        this.kubeconfig = layout.kubeconfig();
        this.settings = settings;
    }

    String server() {
        return "https://127.0.0.1:" + settings.apiPort();
    }

    /** What the control plane must know to open its key stores. */
    Map<String, String> environment() {
        return Map.of("GANTRY_KEYSTORE_PASSWORD", password());
    }

    /** Makes what is not there yet. */
    void ensure(int nodes) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            CertificateAuthority authority = authority();
            if (!Files.exists(passwordFile())) {
                writeSecret(passwordFile(), randomText());
            }
            if (!Files.exists(directory.resolve("apiserver.p12"))) {
                Credential server =
                        authority.issue(CertificateRequest.server("kube-apiserver", serverNames(), VALIDITY));
                server.writePkcs12(directory.resolve("apiserver.p12"), password());
                server.writePem(directory, "apiserver");
                Pkcs12.writeTrust(directory.resolve("ca.p12"), List.of(authority.certificate()), password());
            }
            if (!Files.exists(directory.resolve("service-account.key"))) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048, random);
                Pem.write(
                        directory.resolve("service-account.key"),
                        generator.generateKeyPair().getPrivate());
            }
            ensureAdmin(authority);
            for (int number : Settings.nodeNumbers(nodes)) {
                ensureNode(authority, Settings.nodeName(number));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("cannot make certificates in " + directory, e);
        }
    }

    private CertificateAuthority authority() throws IOException {
        Path certificate = directory.resolve("ca.crt");
        Path key = directory.resolve("ca.key");
        if (Files.exists(certificate)) {
            return CertificateAuthority.load(certificate, key, InstantSource.system(), random);
        }
        CertificateAuthority authority =
                CertificateAuthority.create("gantry-ca", AUTHORITY_VALIDITY, InstantSource.system(), random);
        authority.writePem(directory, "ca");
        return authority;
    }

    private List<String> serverNames() {
        return List.of(
                "localhost",
                "127.0.0.1",
                settings.hostAddress(),
                Settings.KUBERNETES_ADDRESS,
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local");
    }

    /** The administrator: a certificate for kubectl, a token for the console. */
    private void ensureAdmin(CertificateAuthority authority) throws IOException {
        if (!Files.exists(directory.resolve("admin.p12"))) {
            Credential admin =
                    authority.issue(CertificateRequest.client("kubernetes-admin", List.of("system:masters"), VALIDITY));
            admin.writePkcs12(directory.resolve("admin.p12"), password());
            new Kubeconfig("gantry", server(), "kubernetes-admin", admin).write(kubeconfig);
        }
        if (!Files.exists(directory.resolve("tokens.csv"))) {
            String token = randomText();
            writeSecret(directory.resolve("admin.token"), token);
            writeSecret(directory.resolve("tokens.csv"), token + ",kubernetes-admin,admin,\"system:masters\"");
        }
    }

    private void ensureNode(CertificateAuthority authority, String name) throws IOException {
        if (!Files.exists(directory.resolve(name + ".crt"))) {
            authority
                    .issue(CertificateRequest.client("system:node:" + name, List.of("system:nodes"), VALIDITY))
                    .writePem(directory, name);
        }
    }

    SSLContext adminTls() {
        try {
            char[] password = password().toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(directory.resolve("admin.p12").toFile(), password), password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(directory.resolve("ca.p12").toFile(), password));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Failure("cannot use the certificates in " + directory, e);
        }
    }

    private Path passwordFile() {
        return directory.resolve("keystore.password");
    }

    private String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new Failure("cannot read " + passwordFile(), e);
        }
    }

    private String randomText() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void writeSecret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + "\n");
    }
}
