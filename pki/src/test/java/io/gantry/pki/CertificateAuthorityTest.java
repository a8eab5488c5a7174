package io.gantry.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority =
            CertificateAuthority.create("gantry-ca", YEAR, InstantSource.fixed(NOW), random);

    @TempDir
    private Path directory;

    @Test
    void issuesCertificatesThatTheAuthorityVouchesFor() throws Exception {
        Credential admin = authority.issue(
                CertificateRequest.client("admin", List.of("system:masters", "ops"), Duration.ofDays(1)));

        admin.certificate().verify(authority.certificate().getPublicKey());
        assertThat(admin.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=admin,O=ops,O=system:masters");
        assertThat(admin.certificate().getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(1))));
        assertThat(admin.certificate().getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.certificate().getBasicConstraints()).isGreaterThan(-1);
    }

    @Test
    void tellsAddressesFromNames() throws Exception {
        Credential server = authority.issue(CertificateRequest.server(
                "api", List.of("localhost", "kubernetes.default.svc", "127.0.0.1", "fd00::1"), YEAR));

        int dnsName = 2;
        int address = 7;
        assertThat(server.certificate().getSubjectAlternativeNames())
                .extracting(List::getFirst, List::getLast)
                .containsExactly(
                        tuple(dnsName, "localhost"),
                        tuple(dnsName, "kubernetes.default.svc"),
                        tuple(address, "127.0.0.1"),
                        tuple(address, "fd00:0:0:0:0:0:0:1"));
    }

    @Test
    void neverOutlivesTheAuthority() {
        Credential lasting = authority.issue(CertificateRequest.client("admin", List.of(), YEAR.multipliedBy(20)));

        assertThat(lasting.certificate().getNotAfter())
                .isEqualTo(authority.certificate().getNotAfter());
    }

    @Test
    void comesBackFromItsFiles() throws Exception {
        authority.writePem(directory, "ca");

        CertificateAuthority loaded = CertificateAuthority.load(
                directory.resolve("ca.crt"), directory.resolve("ca.key"), InstantSource.fixed(NOW), random);

        assertThat(loaded.certificate()).isEqualTo(authority.certificate());
        X509Certificate issued =
                loaded.issue(CertificateRequest.client("x", List.of(), YEAR)).certificate();
        issued.verify(authority.certificate().getPublicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ca.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void writesKeyStoresThatJavaReads() throws Exception {
        Credential server = authority.issue(CertificateRequest.server("api", List.of("localhost"), YEAR));
        server.writePkcs12(directory.resolve("key.p12"), "secret");
        Pkcs12.writeTrust(directory.resolve("trust.p12"), List.of(authority.certificate()), "secret");

        KeyStore keys = KeyStore.getInstance(directory.resolve("key.p12").toFile(), "secret".toCharArray());
        KeyStore trust = KeyStore.getInstance(directory.resolve("trust.p12").toFile(), "secret".toCharArray());
        assertThat(keys.getCertificateChain("default")).containsExactly(server.certificate(), authority.certificate());
        assertThat(keys.getKey("default", "secret".toCharArray())).isEqualTo(server.key());
        assertThat(trust.getCertificate("ca-0")).isEqualTo(authority.certificate());
    }

    @Test
    void readsKeysItWrote() throws Exception {
        var pair = KeyPairs.rsa(random);
        Pem.write(directory.resolve("sa.key"), pair.getPrivate());

        assertThat(Pem.readPrivateKey(directory.resolve("sa.key"))).isEqualTo(pair.getPrivate());
    }

    @Test
    void aPortableKeyIsTheSameKeyInTheFormOfItsKind() throws Exception {
        var elliptic = KeyPairs.elliptic(random);
        var rsa = KeyPairs.rsa(random);
        Path ellipticFile = directory.resolve("ec.key");
        Path rsaFile = directory.resolve("rsa.key");
        Files.writeString(ellipticFile, Pem.encodePortably(elliptic.getPrivate(), elliptic.getPublic()));
        Files.writeString(rsaFile, Pem.encodePortably(rsa.getPrivate(), rsa.getPublic()));

        assertThat(ellipticFile).content().startsWith("-----BEGIN EC PRIVATE KEY-----\n");
        assertThat(rsaFile).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(((ECPrivateKey) Pem.readPrivateKey(ellipticFile)).getS())
                .isEqualTo(((ECPrivateKey) elliptic.getPrivate()).getS());
        assertThat(Pem.readPrivateKey(rsaFile)).isEqualTo(rsa.getPrivate());
    }

    @Test
    void namesTheFileThatHoldsNothing() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing");

        assertThatThrownBy(() -> Pem.readPrivateKey(empty)).hasMessageContaining("empty.pem holds no private key");
        assertThatThrownBy(() -> Pem.readCertificates(empty)).hasMessageContaining("empty.pem");
    }

    @Test
    void kubeconfigCarriesEverythingInOneFile() throws IOException {
        Credential admin = authority.issue(CertificateRequest.client("admin", List.of("system:masters"), YEAR));
        Kubeconfig kubeconfig = new Kubeconfig("gantry", "https://127.0.0.1:6443", "admin", admin);

        kubeconfig.write(directory.resolve("kubeconfig"));

        assertThat(directory.resolve("kubeconfig"))
                .content()
                .contains(
                        "server: https://127.0.0.1:6443", "current-context: gantry", "client-key-data: LS0tLS1CRUdJTi");
    }
}
