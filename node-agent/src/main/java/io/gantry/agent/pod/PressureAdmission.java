package io.gantry.agent.pod;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Pressure;
import io.gantry.agent.object.QosClass;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses pods that a node which is short of something would have to end again. */
final class PressureAdmission {

    private static final String MEMORY_TAINT = "node.kubernetes.io/memory-pressure";

    private PressureAdmission() {}

    static Optional<Verdict> rejection(Pod pod, Set<Pressure> pressures) {
        if (pressures.isEmpty() || pod.isCritical()) {
            return Optional.empty();
        }
        boolean onlyMemory = pressures.equals(Set.of(Pressure.MEMORY));
        // who asked for memory may have what was asked for
        if (onlyMemory && (pod.qosClass() != QosClass.BEST_EFFORT || pod.tolerates(MEMORY_TAINT, "NoSchedule"))) {
            return Optional.empty();
        }
        String conditions =
                pressures.stream().sorted().map(Pressure::condition).collect(Collectors.joining(" ", "[", "]"));
        return Optional.of(Verdict.rejected("Evicted", "The node had condition: " + conditions + ". "));
    }
}
