package io.gantry.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The embedded PostgreSQL: binaries from Maven Central, data under {@code .gantry/}, durable commits. */
final class PostgresServer {

    static final String DATABASE = "gantry";
    static final String USER = "gantry";

    private final Layout layout;
    private final int port;
    private final Daemon daemon;

    PostgresServer(Layout layout, int port) {
        this.layout = layout;
        this.port = port;
        this.daemon = new Daemon(layout, "postgresql");
    }

    Daemon daemon() {
        return daemon;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    void start() {
        unpack();
        initialise();
        if (daemon.running().isEmpty()) {
            daemon.start(
                    asOrdinaryUser(List.of(
                            binary("postgres").toString(),
                            "-D",
                            data().toString(),
                            "-p",
                            String.valueOf(port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "fsync=on",
                            "-c",
                            "synchronous_commit=on",
                            "-c",
                            "full_page_writes=on",
                            "-c",
                            "shared_buffers=128MB",
                            "-c",
                            "max_wal_size=2GB",
                            "-c",
                            "jit=off")),
                    Map.of("LC_ALL", "C"),
                    data());
        }
        daemon.await("PostgreSQL accepts connections", Duration.ofSeconds(60), this::ensureDatabase);
    }

    void stop() {
        daemon.stop("INT", Duration.ofSeconds(30));
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new Failure("cannot read " + passwordFile(), e);
        }
    }

    private Path data() {
        return layout.postgres().resolve("data");
    }

    private Path passwordFile() {
        return layout.postgres().resolve("password");
    }

    private Path binary(String name) {
        return layout.postgres().resolve("bin").resolve(name);
    }

    /** PostgreSQL refuses to run as root: a user namespace of its own makes it nobody without giving up root's files. */
    private static List<String> asOrdinaryUser(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
        wrapped.addAll(command);
        return wrapped;
    }

    private void initialise() {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        try {
            Files.createDirectories(layout.postgres());
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Files.deleteIfExists(passwordFile());
            Files.createFile(
                    passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile(), HexFormat.of().formatHex(secret) + "\n");
        } catch (IOException e) {
            throw new Failure("cannot write " + passwordFile(), e);
        }
        new Shell()
                .require(asOrdinaryUser(List.of(
                                binary("initdb").toString(),
                                "-D",
                                data().toString(),
                                "-U",
                                USER,
                                "--auth=scram-sha-256",
                                "--pwfile=" + passwordFile(),
                                "--encoding=UTF8",
                                "--locale=C"))
                        .toArray(String[]::new));
    }

    private boolean ensureDatabase() {
        String maintenance = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?loginTimeout=2";
        try (Connection connection = DriverManager.getConnection(maintenance, USER, password());
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return true;
                }
            }
            statement.execute("create database " + DATABASE);
            return true;
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) { // invalid_password: another server holds the port
                throw new Failure("port " + port + " belongs to another PostgreSQL; set GANTRY_DATABASE_PORT", e);
            }
            return false;
        }
    }

    private void unpack() {
        if (Files.exists(binary("postgres"))) {
            return;
        }
        String archive =
                "/postgres-linux-" + (System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
        try (InputStream resource = PostgresServer.class.getResourceAsStream(archive)) {
            if (resource == null) {
                throw new Failure("no embedded PostgreSQL for this machine (" + archive + "); set GANTRY_DATABASE_URL");
            }
            extract(new TarArchiveInputStream(new XZCompressorInputStream(resource)));
        } catch (IOException e) {
            throw new Failure("cannot unpack PostgreSQL to " + layout.postgres(), e);
        }
    }

    private void extract(TarArchiveInputStream tar) throws IOException {
        Path root = layout.postgres();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = root.resolve(entry.getName()).normalize();
            if (!target.startsWith(root)) {
                throw new IOException("entry outside its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(target.getParent());
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                write(tar, target, (entry.getMode() & 0100) != 0);
            }
        }
    }

    private static void write(InputStream content, Path target, boolean executable) throws IOException {
        Files.createDirectories(target.getParent());
        try (OutputStream file = Files.newOutputStream(target)) {
            content.transferTo(file);
        }
        if (executable) {
            Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(target));
            permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
            Files.setPosixFilePermissions(target, permissions);
        }
    }
}
