package io.gantry.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL of the test's own that flushes every commit to the disk, and that can be killed and started again. */
final class DurablePostgres implements AutoCloseable {

    private final Path directory;
    private final int port;
    private EmbeddedPostgres running;

    DurablePostgres() throws IOException {
        directory = Files.createTempDirectory("gantry-postgres");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        running = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", "2GB")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(running.getJdbcUrl("postgres", "postgres"), "", "", 16);
    }

    Database open() {
        return new Database(settings());
    }

    Database open(String database) {
        return open(database, "postgres");
    }

    Database open(String database, String user) {
        return new Database(new DatabaseSettings(running.getJdbcUrl(user, database), "", "", 4));
    }

    /** Runs statements as an administrator. */
    void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(running.getJdbcUrl("postgres", database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Kills the postmaster with SIGKILL; its children notice and end, without flushing anything. */
    void kill() throws IOException, InterruptedException {
        Path pidFile = directory.resolve("data").resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> children = postmaster.children().toList();
        new ProcessBuilder("kill", "-9", String.valueOf(pid))
                .inheritIO()
                .start()
                .waitFor();
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
    }

    void startAgain() throws IOException {
        running.close();
        running = start();
    }

    @Override
    public void close() throws IOException {
        running.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
