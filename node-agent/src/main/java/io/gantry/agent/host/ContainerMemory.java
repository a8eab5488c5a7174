package io.gantry.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads what a container uses of its memory, from its cgroup of either version. */
public record ContainerMemory(Path root) {

    /** Bytes in use by the cgroup of a process; empty when the kernel does not say. */
    public OptionalLong used(long pid) throws IOException {
        Path file = root.resolve("proc").resolve(Long.toString(pid)).resolve("cgroup");
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        for (String line : Files.readAllLines(file)) {
            // hierarchy:controllers:path; the second version has no controllers there
            String[] parts = line.split(":", 3);
            Path mounted = root.resolve("sys/fs/cgroup");
            if (parts[1].isEmpty()) {
                OptionalLong used =
                        number(mounted.resolve(parts[2].substring(1)).resolve("memory.current"));
                if (used.isPresent()) {
                    return used;
                }
            } else if (java.util.List.of(parts[1].split(",")).contains("memory")) {
                return number(
                        mounted.resolve("memory").resolve(parts[2].substring(1)).resolve("memory.usage_in_bytes"));
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(Path file) throws IOException {
        return Files.exists(file)
                ? OptionalLong.of(Long.parseLong(Files.readString(file).strip()))
                : OptionalLong.empty();
    }
}
