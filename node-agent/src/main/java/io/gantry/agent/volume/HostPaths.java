package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks and makes the paths of hostPath volumes as their type says. */
final class HostPaths {

    private static final int TYPE_BITS = 0170000;
    private static final int SOCKET = 0140000;
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;

    private HostPaths() {}

    static Path prepare(JsonNode hostPath) throws VolumeException, IOException {
        Path path = Path.of(hostPath.path("path").asText());
        switch (hostPath.path("type").asText("")) {
            case "" -> createDirectory(path);
            case "DirectoryOrCreate" -> {
                createDirectory(path);
                check(Files.isDirectory(path), path, "a directory");
            }
            case "Directory" -> check(Files.isDirectory(path), path, "a directory");
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
                check(Files.isRegularFile(path), path, "a file");
            }
            case "File" -> check(Files.isRegularFile(path), path, "a file");
            case "Socket" -> check(is(path, SOCKET), path, "a socket file");
            case "CharDevice" -> check(is(path, CHARACTER), path, "a character device");
            case "BlockDevice" -> check(is(path, BLOCK), path, "a block device");
            default -> throw new VolumeException(hostPath.path("type").asText() + " is an invalid volume type");
        }
        return path;
    }

    private static void createDirectory(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path);
        }
    }

    private static boolean is(Path path, int type) throws IOException {
        return Files.exists(path) && ((int) Files.getAttribute(path, "unix:mode") & TYPE_BITS) == type;
    }

    private static void check(boolean holds, Path path, String what) throws VolumeException {
        if (!holds) {
            throw new VolumeException("hostPath type check failed: " + path + " is not " + what);
        }
    }
}
