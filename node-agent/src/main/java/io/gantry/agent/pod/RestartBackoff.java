package io.gantry.agent.pod;

import io.gantry.agent.runtime.ContainerRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a container waits before it runs again: not at all after its first end, then 10 s, 20 s, 40 s … 300 s after each
 * further one; from the start again once it has run for ten minutes. The delay that follows an attempt is stored in the attempt's
 * own label, so nothing is lost when the agent restarts.
 */
final class RestartBackoff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MAX = Duration.ofSeconds(300);
    private static final Duration STABLE = Duration.ofMinutes(10);

    private RestartBackoff() {}

    /** When the container may run again after this attempt. */
    static Instant until(ContainerRecord ended) {
        return ended.finishedAt().plus(stable(ended) ? Duration.ZERO : ended.restartBackoff());
    }

    /** The delay to be stored with the attempt that follows this one. */
    static Duration next(ContainerRecord ended) {
        if (stable(ended) || ended.restartBackoff().isZero()) {
            return FIRST;
        }
        Duration doubled = ended.restartBackoff().multipliedBy(2);
        return doubled.compareTo(MAX) > 0 ? MAX : doubled;
    }

    private static boolean stable(ContainerRecord ended) {
        return Duration.between(ended.createdAt(), ended.finishedAt()).compareTo(STABLE) > 0;
    }

    /** {@code 1m20s}, as Go prints durations. */
    static String text(Duration delay) {
        long minutes = delay.toMinutes();
        return (minutes > 0 ? minutes + "m" : "") + delay.toSecondsPart() + "s";
    }
}
