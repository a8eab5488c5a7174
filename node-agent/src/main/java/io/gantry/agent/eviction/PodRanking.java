package io.gantry.agent.eviction;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodRequests;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Who goes first: who uses more than was asked for, then the less important, then who exceeds its requests by most. Nobody asks for
 * processes, so only importance and number count for them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction">API
 *     page</a>
 */
final class PodRanking {

    private PodRanking() {}

    static List<PodUse> of(List<PodUse> pods, Signal signal) {
        return pods.stream().sorted(order(signal)).toList();
    }

    private static Comparator<PodUse> order(Signal signal) {
        return switch (signal.pressure()) {
            case MEMORY -> byExcess(use -> use.memoryBytes() - request(use, "memory"));
            // nobody counts the inodes of writable layers: many bytes stand for many files
            case DISK -> byExcess(use -> use.diskBytes() - request(use, "ephemeral-storage"));
            case PROCESSES ->
                byPriority()
                        .thenComparing(Comparator.comparing(PodUse::processes).reversed());
        };
    }

    private static Comparator<PodUse> byExcess(Function<PodUse, Long> excess) {
        return Comparator.comparing((PodUse use) -> excess.apply(use) <= 0)
                .thenComparing(byPriority())
                .thenComparing(Comparator.comparing(excess).reversed());
    }

    private static Comparator<PodUse> byPriority() {
        return Comparator.comparing(use -> use.pod().priority());
    }

    private static long request(PodUse use, String resource) {
        return PodRequests.of(use.pod(), resource).units();
    }

    /** What the node itself depends on stays whatever it uses. */
    static boolean mayGo(Pod pod) {
        return !pod.isCritical();
    }
}
