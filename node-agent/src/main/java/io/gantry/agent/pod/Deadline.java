package io.gantry.agent.pod;

import io.gantry.agent.object.Pod;
import java.time.Instant;
import java.util.Optional;

/** {@code activeDeadlineSeconds}: how long a pod may be active on the node. */
final class Deadline {

    static final Verdict VERDICT = new Verdict(
            Verdict.Kind.EVICTED,
            "DeadlineExceeded",
            "Pod was active on the node longer than the specified deadline",
            1);

    private Deadline() {}

    static Optional<Instant> of(Pod pod, PodActual actual) {
        Instant start = pod.startTime().orElse(actual.memory().acceptedAt());
        return pod.activeDeadlineSeconds().map(start::plusSeconds);
    }

    static boolean passed(Pod pod, PodActual actual, Instant now) {
        return of(pod, actual).filter(deadline -> !now.isBefore(deadline)).isPresent();
    }
}
