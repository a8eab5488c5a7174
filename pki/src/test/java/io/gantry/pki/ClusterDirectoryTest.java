package io.gantry.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NAMES = List.of("cp-1", "192.0.2.11", "fd00::11");
    private static final String URL = "https://192.0.2.11:6443";

    @TempDir
    private Path parent;

    @Test
    void makesEverythingThatAClusterNeeds() throws IOException {
        assertThat(ensured(NOW, NAMES, URL))
                .containsExactly(
                        "ca.crt",
                        "keystore.password",
                        "ca.p12",
                        "front-proxy-ca.crt",
                        "front-proxy-client.crt",
                        "service-account.key",
                        "encryption.keys",
                        "servers/cp-1/server.crt",
                        "nodes/node-1.crt",
                        "admin.crt",
                        "../kubeconfig",
                        "admin.token",
                        "tokens.csv");
        assertThat(parent.resolve("pki/servers/cp-1/server.p12")).exists();
        assertThat(parent.resolve("pki/servers/cp-1/server.key")).exists();
        assertThat(Files.readString(parent.resolve("kubeconfig"))).contains("server: " + URL);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("pki"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aNewEncryptionKeyComesBeforeTheOld() throws IOException {
        ensured(NOW, NAMES, URL);
        Path file = parent.resolve("pki/encryption.keys");
        String before = Files.readString(file);

        new ClusterDirectory(parent.resolve("pki"), InstantSource.fixed(NOW), new SecureRandom()).rotateEncryptionKey();

        assertThat(Files.readString(file)).endsWith("\n" + before).isNotEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void changesNothingTheSecondTime() throws IOException {
        ensured(NOW, NAMES, URL);

        assertThat(ensured(NOW, NAMES.reversed(), URL)).isEmpty();
    }

    @Test
    void aServerWithOtherNamesGetsAnotherCertificate() throws IOException {
        ensured(NOW, NAMES, URL);

        assertThat(ensured(NOW, List.of("cp-1", "192.0.2.99"), URL)).containsExactly("servers/cp-1/server.crt");
    }

    @Test
    void aNewAddressOfTheApiNeedsOnlyAnotherKubeconfig() throws IOException {
        ensured(NOW, NAMES, URL);

        assertThat(ensured(NOW, NAMES, "https://192.0.2.99:6443")).containsExactly("../kubeconfig");
    }

    @Test
    void certificatesAreRenewedInTheirLastThirdAndTheAuthorityStays() throws IOException {
        ensured(NOW, NAMES, URL);

        assertThat(ensured(NOW.plus(Duration.ofDays(240)), NAMES, URL)).isEmpty();
        assertThat(ensured(NOW.plus(Duration.ofDays(250)), NAMES, URL))
                .containsExactly(
                        "front-proxy-client.crt",
                        "servers/cp-1/server.crt",
                        "nodes/node-1.crt",
                        "admin.crt",
                        "../kubeconfig");
    }

    private List<String> ensured(Instant now, List<String> names, String url) throws IOException {
        Path directory = parent.resolve("pki");
        ClusterDirectory cluster = new ClusterDirectory(directory, InstantSource.fixed(now), new SecureRandom());
        cluster.server("servers/cp-1/server", names);
        cluster.node("nodes/node-1", "node-1");
        cluster.admin(parent.resolve("kubeconfig"), url);
        return cluster.written().stream()
                .map(file -> directory.relativize(file).toString())
                .toList();
    }
}
