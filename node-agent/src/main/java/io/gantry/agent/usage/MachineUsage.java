package io.gantry.agent.usage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Reads what the whole machine uses (proc(5)). */
public final class MachineUsage {

    /** {@code /proc/stat} counts in hundredths of a second on every machine that Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int LAST = 8;
    private static final long KIB = 1024;

    private final Path root;

    /** @param root of the file system; / outside of tests */
    public MachineUsage(Path root) {
        this.root = root;
    }

    public Usage now(Instant now) throws IOException {
        List<String> memory = lines("proc/meminfo");
        List<String> faults = lines("proc/vmstat");
        long total = memory(memory, "MemTotal");
        return new Usage(
                now,
                busyTicks(lines("proc/stat").getFirst()) * NANOS_PER_TICK,
                total - memory(memory, "MemFree"),
                total - memory(memory, "MemAvailable"),
                memory(memory, "AnonPages"),
                Counters.value(faults.stream(), "pgfault"),
                Counters.value(faults.stream(), "pgmajfault"),
                processes());
    }

    /** The first line is {@code cpu USER NICE SYSTEM IDLE IOWAIT IRQ SOFTIRQ STEAL …}. */
    private static long busyTicks(String line) {
        String[] fields = line.split(" +");
        long busy = 0;
        for (int i = 1; i <= LAST && i < fields.length; i++) {
            busy += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i]);
        }
        return busy;
    }

    private static long memory(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElse(0);
    }

    /** The fourth word of {@code /proc/loadavg} is {@code RUNNING/ALL}, threads included. */
    private long processes() throws IOException {
        return Long.parseLong(lines("proc/loadavg").getFirst().split("[ /]")[4]);
    }

    /** When it was started. */
    public Instant booted() throws IOException {
        return Instant.ofEpochSecond(Counters.value(lines("proc/stat").stream(), "btime"));
    }

    private List<String> lines(String file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(root.resolve(file));
                Stream<String> lines = reader.lines()) {
            return lines.toList();
        }
    }
}
