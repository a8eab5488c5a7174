package io.gantry.ear;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The EAR on a real Liberty over a real PostgreSQL that syncs its writes; one for all tests of a run. */
final class TestControlPlane {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    /** Of a network that is for documentation only: nothing is sent there. */
    static final String ADVERTISED = "192.0.2.77";

    private static TestControlPlane shared;

    private final Path directory;
    private final TestPki pki;
    private final int postgresPort;
    private EmbeddedPostgres postgres;
    private final int apiPort;
    private final int nodePort;
    private final Path kubeconfig;
    private Process liberty;
    private Duration startTime;

    private TestControlPlane(Path directory) throws IOException {
        deleteTree(directory);
        this.directory = Files.createDirectories(directory);
        this.pki = new TestPki(directory.resolve("pki"));
        this.postgresPort = freePort();
        this.postgres = startPostgres();
        this.apiPort = freePort();
        this.nodePort = freePort();
        this.kubeconfig = pki.kubeconfig(apiPort);
        Files.createDirectories(state());
    }

    private Path state() {
        return directory.resolve("state");
    }

    /** The highest revision that the control plane has noted outside the database. */
    long notedRevision() throws IOException {
        Path file = state().resolve("revision");
        return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    }

    private EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(postgresPort)
                .setDataDirectory(data())
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("max_connections", "100")
                .setOverrideWorkingDirectory(directory.resolve("postgres").toFile())
                .setPGStartupWait(START_LIMIT)
                .start();
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Copies the files of the stopped database. */
    Path backUpDatabase() throws IOException {
        Path backup = directory.resolve("backup");
        deleteTree(backup);
        postgres.close();
        copyAsIs(data(), backup);
        postgres = startPostgres();
        return backup;
    }

    /** Puts the files back. */
    void restoreDatabase(Path backup) throws IOException {
        postgres.close();
        deleteTree(data());
        copyAsIs(backup, data());
        postgres = startPostgres();
    }

    /** With owners and rights, on which PostgreSQL insists. */
    private static void copyAsIs(Path from, Path to) throws IOException {
        Process copy = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        waitForEnd(copy);
        if (copy.exitValue() != 0) {
            throw new IOException("cannot copy " + from);
        }
    }

    /** Starts it when the first test asks, and stops it when the test run ends. */
    static synchronized TestControlPlane shared() {
        if (shared == null) {
            try {
                TestControlPlane created = new TestControlPlane(Path.of(System.getProperty("gantry.test.directory")));
                Runtime.getRuntime().addShutdownHook(new Thread(created::close));
                created.startLiberty();
                created.awaitReady();
                shared = created;
            } catch (IOException e) {
                throw new IllegalStateException("cannot start the control plane", e);
            }
        }
        return shared;
    }

    void startLiberty() throws IOException {
        Path server = directory.resolve("usr/servers/gantry");
        copyTree(Path.of(System.getProperty("gantry.liberty.config")), server);
        Files.createDirectories(server.resolve("apps"));
        Files.copy(
                Path.of(System.getProperty("gantry.ear")),
                server.resolve("apps/gantry.ear"),
                StandardCopyOption.REPLACE_EXISTING);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("gantry.liberty"), "bin", "server").toString(), "run", "gantry");
        builder.environment().putAll(environment());
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("console.log").toFile());
        long began = System.nanoTime();
        liberty = builder.start();
        new Await(
                        START_LIMIT,
                        "the API server answers",
                        () -> api().get("/livez").code() == 200)
                .orFail();
        startTime = Duration.ofNanos(System.nanoTime() - began);
    }

    void awaitReady() {
        new Await(
                        START_LIMIT,
                        "the control plane is ready",
                        () -> api().get("/readyz").code() == 200)
                .orFail();
    }

    private Map<String, String> environment() {
        return Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "WLP_USER_DIR", directory.resolve("usr").toString(),
                "LOG_DIR", directory.resolve("logs").toString(),
                "GANTRY_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"),
                "GANTRY_PKI_DIR", pki.directory().toString(),
                "GANTRY_KEYSTORE_PASSWORD", TestPki.PASSWORD,
                "GANTRY_API_PORT", String.valueOf(apiPort),
                "GANTRY_NODE_PORT", String.valueOf(nodePort),
                "GANTRY_STATE_DIR", state().toString(),
                "GANTRY_ADVERTISE_ADDRESS", ADVERTISED);
    }

    /** Ends Liberty as {@code kill -9} does. */
    void killLiberty() {
        liberty.destroyForcibly();
        waitForEnd(liberty);
    }

    /** Ends Liberty as an operator does; tells how long that took. */
    Duration stopLiberty() {
        long began = System.nanoTime();
        liberty.destroy();
        waitForEnd(liberty);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void waitForEnd(Process process) {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                throw new AssertionError(process.info().command() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void close() {
        if (liberty != null && liberty.isAlive()) {
            killLiberty();
        }
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot stop PostgreSQL", e);
        }
    }

    ApiClient api() {
        return ApiClient.of(pki.authority().certificate(), apiPort).withToken(TestPki.TOKEN);
    }

    Kubectl kubectl() {
        return new Kubectl(kubeconfig, directory);
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    TestPki pki() {
        return pki;
    }

    int apiPort() {
        return apiPort;
    }

    /** From the start of the process until it answers. */
    Duration startTime() {
        return startTime;
    }

    long residentKilobytes() throws IOException {
        return status("VmRSS:");
    }

    long threads() throws IOException {
        return status("Threads:");
    }

    private long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(liberty.pid()), "status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
