package io.gantry.ear;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real PostgreSQL that syncs its writes. */
final class TestPostgres implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final int port;
    private EmbeddedPostgres running;

    TestPostgres(Path directory) throws IOException {
        this.directory = directory;
        this.port = TestProcesses.freePort();
        this.running = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data())
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .setOverrideWorkingDirectory(directory.resolve("postgres").toFile())
                .setPGStartupWait(START_LIMIT)
                .start();
    }

    private Path data() {
        return directory.resolve("data");
    }

    String url() {
        return running.getJdbcUrl("postgres", "postgres");
    }

    /** Ends the postmaster as {@code kill -9} does; its children notice and end, without flushing anything. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip());
        List<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().children().toList();
        TestProcesses.run("kill", "-9", String.valueOf(pid));
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
    }

    void startAgain() throws IOException {
        running.close();
        running = start();
    }

    /** Copies the files of the stopped database. */
    Path backUp() throws IOException {
        Path backup = directory.resolve("backup");
        TestFiles.deleteTree(backup);
        running.close();
        copyAsIs(data(), backup);
        running = start();
        return backup;
    }

    /** Puts the files back. */
    void restore(Path backup) throws IOException {
        running.close();
        TestFiles.deleteTree(data());
        copyAsIs(backup, data());
        running = start();
    }

    /** With owners and rights, on which PostgreSQL insists. */
    private static void copyAsIs(Path from, Path to) throws IOException {
        TestProcesses.run("cp", "-a", from.toString(), to.toString());
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
