package io.gantry.agent.usage;

import java.time.Instant;

/**
 * What a group of processes uses.
 *
 * @param time when it was measured
 * @param cpuNanos CPU time used so far
 * @param memoryBytes with all caches
 * @param workingSetBytes without the caches that could be given up at once
 * @param residentBytes anonymous memory
 */
public record Usage(Instant time, long cpuNanos, long memoryBytes, long workingSetBytes, long residentBytes) {

    /** Of both together, as of this one's time. */
    public Usage plus(Usage other) {
        return new Usage(
                time,
                cpuNanos + other.cpuNanos,
                memoryBytes + other.memoryBytes,
                workingSetBytes + other.workingSetBytes,
                residentBytes + other.residentBytes);
    }
}
