package io.gantry.ear;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One instance of the control plane: the EAR on a real Liberty. */
final class TestInstance implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private final Path directory;
    private final TestPki pki;
    private final TestPostgres database;
    private final String advertised;
    private final int apiPort;
    private final int serverPort;
    private final int nodePort;
    private Process liberty;

    /** @param advertised the address under which the cluster knows it */
    TestInstance(Path directory, TestPki pki, TestPostgres database, String advertised) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.pki = pki;
        this.database = database;
        this.advertised = advertised;
        this.apiPort = TestProcesses.freePort();
        this.serverPort = TestProcesses.freePort();
        this.nodePort = TestProcesses.freePort();
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

    /** Starts the process; {@link #awaitReady} waits for it. */
    void begin() throws IOException {
        Path server = directory.resolve("usr/servers/gantry");
        TestFiles.copyTree(Path.of(System.getProperty("gantry.liberty.config")), server);
        Files.createDirectories(server.resolve("apps"));
        Files.copy(
                Path.of(System.getProperty("gantry.ear")),
                server.resolve("apps/gantry.ear"),
                StandardCopyOption.REPLACE_EXISTING);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("gantry.liberty"), "bin", "server").toString(), "run", "gantry");
        builder.environment().putAll(environment());
        liberty = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                .start();
    }

    /** Starts the process and waits until it answers. */
    void start() throws IOException {
        begin();
        await("the API server answers", "/livez");
    }

    void awaitReady() {
        await("the control plane is ready", "/readyz");
    }

    private void await(String what, String path) {
        ApiClient api = api();
        new Await(START_LIMIT, what, () -> api.get(path).code() == 200).orFail();
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("JAVA_HOME", System.getProperty("java.home")),
                Map.entry("WLP_USER_DIR", directory.resolve("usr").toString()),
                Map.entry("LOG_DIR", directory.resolve("logs").toString()),
                Map.entry("GANTRY_DATABASE_URL", database.url()),
                Map.entry("GANTRY_PKI_DIR", pki.directory().toString()),
                Map.entry("GANTRY_KEYSTORE_PASSWORD", TestPki.PASSWORD),
                Map.entry("GANTRY_API_PORT", String.valueOf(apiPort)),
                Map.entry("GANTRY_SERVER_PORT", String.valueOf(serverPort)),
                Map.entry("GANTRY_NODE_PORT", String.valueOf(nodePort)),
                Map.entry("GANTRY_STATE_DIR", state().toString()),
                Map.entry("GANTRY_ADVERTISE_ADDRESS", advertised));
    }

    /** What it has printed in all its lives. */
    List<String> printed() {
        try {
            return Files.readAllLines(console());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path console() {
        return directory.resolve("console.log");
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        liberty.destroyForcibly();
        TestProcesses.waitForEnd(liberty);
    }

    /** Ends it as whoever maintains a server does, and waits for that. */
    void stop() {
        liberty.destroy();
        TestProcesses.waitForEnd(liberty);
    }

    ApiClient api() {
        return ApiClient.of(pki.authority().certificate(), apiPort).withToken(TestPki.TOKEN);
    }

    int apiPort() {
        return apiPort;
    }

    int nodePort() {
        return nodePort;
    }

    String advertised() {
        return advertised;
    }

    @Override
    public void close() {
        if (liberty != null && liberty.isAlive()) {
            kill();
        }
    }
}
