package io.gantry.agent.pod;

import java.time.Instant;

/**
 * A container that was asked to end.
 *
 * @param graceSeconds how long it was given, its preStop hook included
 */
public record KillRecord(Instant startedAt, long graceSeconds) {

    /** A container always gets this long, so that a polite end stays possible. */
    static final long MINIMUM_GRACE_SECONDS = 2;

    /**
     * When it is killed.
     *
     * @param limitSeconds a shorter grace period that was ordered since
     */
    Instant deadline(long limitSeconds) {
        return startedAt.plusSeconds(Math.max(MINIMUM_GRACE_SECONDS, Math.min(graceSeconds, limitSeconds)));
    }
}
