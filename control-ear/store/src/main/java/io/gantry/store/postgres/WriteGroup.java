package io.gantry.store.postgres;

import java.util.List;
import java.util.UUID;

/**
 * Writes that are committed together.
 *
 * @param batch marks them in the log
 */
record WriteGroup(UUID batch, List<PendingWrite> writes) {

    /**
     * What became of a group.
     *
     * @param base revision before it
     * @param revisions for each write its revision, 0 when it was refused
     */
    record Outcome(long base, long[] revisions) {}

    /** Whether the first of its callers has given up. */
    boolean isLate(long now) {
        return writes.stream().anyMatch(write -> write.isLate(now));
    }
}
