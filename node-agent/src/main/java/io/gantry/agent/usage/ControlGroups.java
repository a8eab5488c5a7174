package io.gantry.agent.usage;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what containers use from their control groups (cgroups(7)), of version 2 or, on older machines, of version 1. */
public final class ControlGroups {

    private static final long NANOS_PER_MICRO = 1000;
    private static final String MOUNT = "sys/fs/cgroup";
    private static final int MAX_BYTES = 16 * 1024;

    private final Path root;

    /** @param root of the file system; / outside of tests */
    public ControlGroups(Path root) {
        this.root = root;
    }

    /** Of the group that a process is in; empty when it has gone, or cannot be looked at from here. */
    public Optional<Usage> of(long pid, Instant now) {
        try {
            List<String> lines =
                    text(root.resolve("proc/" + pid + "/cgroup")).lines().toList();
            Optional<String> unified = path(lines, "");
            if (unified.isPresent() && Files.exists(root.resolve(MOUNT + unified.get() + "/cpu.stat"))) {
                return Optional.of(second(root.resolve(MOUNT + unified.get()), now));
            }
            Optional<String> cpu = path(lines, "cpuacct");
            Optional<String> memory = path(lines, "memory");
            return cpu.isPresent() && memory.isPresent()
                    ? Optional.of(first(
                            root.resolve(MOUNT + "/cpuacct" + cpu.get()),
                            root.resolve(MOUNT + "/memory" + memory.get()),
                            path(lines, "pids").map(pids -> root.resolve(MOUNT + "/pids" + pids)),
                            now))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            // it ended while it was looked at
            return Optional.empty();
        }
    }

    /** Lines are {@code ID:CONTROLLERS:PATH}; version 2 has one without controllers. */
    private static Optional<String> path(List<String> lines, String controller) {
        return lines.stream()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                .map(parts -> parts[2].equals("/") ? "" : parts[2])
                .findFirst();
    }

    private static Usage second(Path group, Instant now) throws IOException {
        long memory = number(group.resolve("memory.current"));
        String stat = text(group.resolve("memory.stat"));
        long micros = field(text(group.resolve("cpu.stat")), "usage_usec");
        return new Usage(
                now,
                micros * NANOS_PER_MICRO,
                memory,
                Math.max(0, memory - field(stat, "inactive_file")),
                field(stat, "anon"),
                field(stat, "pgfault"),
                field(stat, "pgmajfault"),
                processes(Optional.of(group)));
    }

    private static Usage first(Path cpu, Path memory, Optional<Path> pids, Instant now) throws IOException {
        long bytes = number(memory.resolve("memory.usage_in_bytes"));
        String stat = text(memory.resolve("memory.stat"));
        return new Usage(
                now,
                number(cpu.resolve("cpuacct.usage")),
                bytes,
                Math.max(0, bytes - field(stat, "total_inactive_file")),
                field(stat, "total_rss"),
                field(stat, "total_pgfault"),
                field(stat, "total_pgmajfault"),
                processes(pids));
    }

    /** 0 on machines that do not count them. */
    private static long processes(Optional<Path> group) throws IOException {
        Optional<Path> file =
                group.map(directory -> directory.resolve("pids.current")).filter(Files::exists);
        return file.isPresent() ? number(file.get()) : 0;
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(text(file).strip());
    }

    private static long field(String stat, String name) {
        return Counters.value(stat.lines(), name);
    }

    private static String text(Path file) throws IOException {
        // files of /proc and of control groups say that they are empty, and are never long
        byte[] content = new byte[MAX_BYTES];
        try (FileInputStream input = new FileInputStream(file.toFile())) {
            return new String(content, 0, input.readNBytes(content, 0, MAX_BYTES), StandardCharsets.ISO_8859_1);
        }
    }
}
