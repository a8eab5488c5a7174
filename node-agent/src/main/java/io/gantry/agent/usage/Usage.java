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
 * @param pageFaults so far
 * @param majorPageFaults those of them that had to wait for a disk
 * @param processes of the group, threads included
 */
public record Usage(
        Instant time,
        long cpuNanos,
        long memoryBytes,
        long workingSetBytes,
        long residentBytes,
        long pageFaults,
        long majorPageFaults,
        long processes) {

    /** Of what begins at that time. */
    static Usage none(Instant time) {
        return new Usage(time, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Of both together, as of this one's time. */
    public Usage plus(Usage other) {
        return new Usage(
                time,
                cpuNanos + other.cpuNanos,
                memoryBytes + other.memoryBytes,
                workingSetBytes + other.workingSetBytes,
                residentBytes + other.residentBytes,
                pageFaults + other.pageFaults,
                majorPageFaults + other.majorPageFaults,
                processes + other.processes);
    }
}
