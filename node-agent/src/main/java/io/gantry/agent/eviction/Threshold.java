package io.gantry.agent.eviction;

import java.time.Duration;

/**
 * Below which amount something is done.
 *
 * @param grace for how long it must have been below; none for a hard one
 * @param reclaim how much more than the threshold must be free before the shortage counts as over
 */
public record Threshold(Signal signal, Amount amount, Duration grace, Amount reclaim) {

    static final Amount NOTHING = new Amount.Absolute(0);

    boolean hard() {
        return grace.isZero();
    }

    boolean isMet(Observation observation) {
        return observation.available() < amount.of(observation.capacity());
    }

    /** Whether a shortage that was acted upon goes on. */
    boolean isStillMet(Observation observation) {
        long enough = amount.of(observation.capacity()) + reclaim.of(observation.capacity());
        return observation.available() < enough;
    }
}
