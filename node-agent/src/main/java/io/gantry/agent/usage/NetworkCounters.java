package io.gantry.agent.usage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what has gone through network interfaces ({@code /proc/PID/net/dev}, proc(5)). */
public final class NetworkCounters {

    /** Those that upstream's cAdvisor leaves out: traffic of pods would count twice. */
    private static final List<String> IGNORED = List.of("lo", "veth", "docker");

    private static final int FIELDS = 16;

    private final Path root;

    /** One interface, since it was made. */
    public record Interface(
            String name,
            long receivedBytes,
            long receivedPackets,
            long receiveErrors,
            long receiveDrops,
            long sentBytes,
            long sentPackets,
            long sendErrors,
            long sendDrops) {}

    /** @param root of the file system; / outside of tests */
    public NetworkCounters(Path root) {
        this.root = root;
    }

    /** Of the machine, or of the network namespace that is the node's. */
    public List<Interface> machine() {
        return read(root.resolve("proc/net/dev"));
    }

    /** Of the network that a process is in; none when it has gone. */
    public List<Interface> of(long pid) {
        return read(root.resolve("proc/" + pid + "/net/dev"));
    }

    private static List<Interface> read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file);
                Stream<String> lines = reader.lines()) {
            return lines.flatMap(line -> parse(line).stream()).toList();
        } catch (IOException e) {
            // it ended while it was looked at
            return List.of();
        }
    }

    /** Lines are {@code NAME: 8 fields of what came 8 fields of what went}, below two lines of heads. */
    private static Optional<Interface> parse(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = line.substring(0, colon).strip();
        String[] fields = line.substring(colon + 1).strip().split("\\s+");
        if (fields.length < FIELDS || IGNORED.stream().anyMatch(name::startsWith)) {
            return Optional.empty();
        }
        long[] values = Stream.of(fields).mapToLong(Long::parseLong).toArray();
        return Optional.of(new Interface(
                name, values[0], values[1], values[2], values[3], values[8], values[9], values[10], values[11]));
    }
}
