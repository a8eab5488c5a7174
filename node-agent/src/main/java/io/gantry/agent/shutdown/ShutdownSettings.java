package io.gantry.agent.shutdown;

import io.gantry.agent.object.Pod;
import java.time.Duration;
import java.util.List;

/**
 * How much time pods get when their machine goes down.
 *
 * @param periods from the lowest priority up; none when pods are left to the machine
 */
public record ShutdownSettings(List<Period> periods) {

    public static final ShutdownSettings NONE = new ShutdownSettings(List.of());

    /** For pods from that priority on. */
    public record Period(long priority, Duration grace) {}

    /**
     * Reads upstream's settings.
     *
     * @param whole zero switches it off
     * @param critical the part of it that is kept for the pods that the machine itself needs
     * @throws IllegalArgumentException when the part is longer than the whole
     */
    public static ShutdownSettings of(Duration whole, Duration critical) {
        if (critical.compareTo(whole) > 0) {
            throw new IllegalArgumentException(
                    "the shutdown grace period of critical pods must not be longer than the whole");
        }
        return whole.isZero()
                ? NONE
                : new ShutdownSettings(
                        List.of(new Period(0, whole.minus(critical)), new Period(Pod.SYSTEM_CRITICAL, critical)));
    }

    public boolean off() {
        return periods.isEmpty();
    }

    Duration whole() {
        return periods.stream().map(Period::grace).reduce(Duration.ZERO, Duration::plus);
    }
}
