package io.gantry.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * The keys and certificates of one cluster, in one directory that only its owner may enter. Everything is made once; a certificate is
 * made anew when what it shall say has changed or its end is near.
 */
public final class ClusterDirectory {

    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration RENEWAL = VALIDITY.dividedBy(3);
    private static final int SECRET_BYTES = 24;

    private final Path directory;
    private final InstantSource clock;
    private final SecureRandom random;
    private final CertificateAuthority authority;
    private final List<Path> written = new ArrayList<>();

    /**
     * Opens the directory; makes it, the authority, the password of key stores, the key of service accounts and the
     * key of values in the database where missing.
     */
    public ClusterDirectory(Path directory, InstantSource clock, SecureRandom random) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.authority = authority();
        if (missing("keystore.password")) {
            secret("keystore.password", randomText());
        }
        if (missing("ca.p12")) {
            Pkcs12.writeTrust(wrote("ca.p12"), List.of(authority.certificate()), password());
        }
        frontProxy();
        if (missing("service-account.key")) {
            Pem.write(wrote("service-account.key"), KeyPairs.rsa(random).getPrivate());
        }
        if (missing("encryption.keys")) {
            secret("encryption.keys", encryptionKey());
        }
    }

    /**
     * The certificate with which the API server vouches for users towards extension API servers. It has an authority of its own: whoever
     * it signs may claim to be anybody.
     */
    private void frontProxy() throws IOException {
        if (missing("front-proxy-ca.crt")) {
            CertificateAuthority.create("gantry-front-proxy-ca", AUTHORITY_VALIDITY, clock, random)
                    .writePem(directory, "front-proxy-ca");
            wrote("front-proxy-ca.crt");
        }
        if (stale("front-proxy-client", any -> true)) {
            CertificateAuthority proxies = CertificateAuthority.load(
                    directory.resolve("front-proxy-ca.crt"), directory.resolve("front-proxy-ca.key"), clock, random);
            wrote("front-proxy-client.crt");
            proxies.issue(CertificateRequest.client("front-proxy-client", List.of(), VALIDITY))
                    .writePem(directory, "front-proxy-client");
        }
    }

    /** A server's {@code FILE.crt}, {@code FILE.key} and {@code FILE.p12}, good for these names and addresses. */
    public void server(String file, List<String> names) throws IOException {
        if (stale(file, current -> current.isFor(names))) {
            issue(file, CertificateRequest.server("kube-apiserver", names, VALIDITY), true);
        }
    }

    /** A node's {@code FILE.crt} and {@code FILE.key}. */
    public void node(String file, String node) throws IOException {
        if (stale(file, any -> true)) {
            issue(file, CertificateRequest.client("system:node:" + node, List.of("system:nodes"), VALIDITY), false);
        }
    }

    /**
     * The administrator's certificate and kubeconfig, and a token for the console in {@code admin.token}.
     *
     * @param apiUrl what the kubeconfig tells kubectl to dial
     */
    public void admin(Path kubeconfig, String apiUrl) throws IOException {
        if (stale("admin", any -> true)) {
            issue("admin", CertificateRequest.client("kubernetes-admin", List.of("system:masters"), VALIDITY), true);
        }
        String yaml = new Kubeconfig("gantry", apiUrl, "kubernetes-admin", admin()).yaml();
        if (!Files.exists(kubeconfig) || !Files.readString(kubeconfig).equals(yaml)) {
            NewFile.readableByOwner(kubeconfig, yaml);
            written.add(kubeconfig);
        }
        if (missing("tokens.csv")) {
            String token = randomText();
            secret("admin.token", token);
            secret("tokens.csv", token + ",kubernetes-admin,admin,\"system:masters\"");
        }
    }

    /** Puts a new key of values in the database before the others, which are still needed until all values are rewritten. */
    public void rotateEncryptionKey() throws IOException {
        String before = Files.readString(directory.resolve("encryption.keys"));
        NewFile.readableByOwner(wrote("encryption.keys"), encryptionKey() + "\n" + before);
    }

    /** Of all key stores. */
    public String password() throws IOException {
        return Files.readString(directory.resolve("keystore.password")).strip();
    }

    /** What was written since the directory was opened, in order. */
    public List<Path> written() {
        return List.copyOf(written);
    }

    private CertificateAuthority authority() throws IOException {
        if (missing("ca.crt")) {
            CertificateAuthority.create("gantry-ca", AUTHORITY_VALIDITY, clock, random)
                    .writePem(directory, "ca");
            wrote("ca.crt");
        }
        return CertificateAuthority.load(directory.resolve("ca.crt"), directory.resolve("ca.key"), clock, random);
    }

    private Credential admin() throws IOException {
        return new Credential(
                Pem.readCertificates(directory.resolve("admin.crt")).getFirst(),
                Pem.readPrivateKey(directory.resolve("admin.key")),
                authority.certificate());
    }

    private void issue(String file, CertificateRequest request, boolean keyStore) throws IOException {
        Credential issued = authority.issue(request);
        Path target = wrote(file + ".crt");
        if (keyStore) {
            issued.writePkcs12(directory.resolve(file + ".p12"), password());
        }
        issued.writePem(target.getParent(), Path.of(file).getFileName().toString());
    }

    private boolean stale(String file, Predicate<IssuedCertificate> asWanted) throws IOException {
        if (missing(file + ".crt") || missing(file + ".key")) {
            return true;
        }
        IssuedCertificate current = new IssuedCertificate(
                Pem.readCertificates(directory.resolve(file + ".crt")).getFirst());
        return current.endsBefore(clock.instant().plus(RENEWAL)) || !asWanted.test(current);
    }

    private boolean missing(String file) {
        return !Files.exists(directory.resolve(file));
    }

    private Path wrote(String file) {
        Path path = directory.resolve(file);
        written.add(path);
        return path;
    }

    private void secret(String file, String text) throws IOException {
        NewFile.readableByOwner(wrote(file), text + "\n");
    }

    /** A name that no other key has, and 32 random bytes. */
    private String encryptionKey() {
        byte[] name = new byte[4];
        byte[] key = new byte[32];
        random.nextBytes(name);
        random.nextBytes(key);
        return HexFormat.of().formatHex(name) + " " + Base64.getEncoder().encodeToString(key);
    }

    private String randomText() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
