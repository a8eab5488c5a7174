package io.gantry.agent.usage;

import java.util.stream.Stream;

/** Reads files of the kernel that have a number in each line. */
final class Counters {

    private Counters() {}

    /** The value of a line {@code NAME VALUE}; 0 when there is none. */
    static long value(Stream<String> lines, String name) {
        return lines.filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }
}
