package io.gantry.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that appear whole and with their final permissions, so that nobody reads half a key or somebody else's. */
final class NewFile {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-r--r--");

    private NewFile() {}

    static void readableByOwner(Path file, String text) throws IOException {
        readableByOwner(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void readableByOwner(Path file, byte[] content) throws IOException {
        write(file, content, OWNER);
    }

    static void readableByAll(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), EVERYBODY);
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(
                directory, file.getFileName().toString(), ".new", PosixFilePermissions.asFileAttribute(OWNER));
        try {
            Files.write(fresh, content);
            Files.setPosixFilePermissions(fresh, permissions);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
