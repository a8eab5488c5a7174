package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** How dearly a pod's memory is held when the node runs short of it. */
public enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> RESOURCES = List.of("cpu", "memory");
    private static final int GUARANTEED_SCORE = -997;
    private static final int BEST_EFFORT_SCORE = 1000;

    private final String title;

    QosClass(String title) {
        this.title = title;
    }

    /** The word used in {@code status.qosClass}. */
    public String title() {
        return title;
    }

    /** By what the pod says itself, or else by what each of its containers says. */
    static QosClass of(Pod pod) {
        List<JsonNode> holders = pod.spec().path("resources").isObject()
                ? List.of(pod.spec())
                : pod.allContainers().stream().map(Container::json).toList();
        boolean any = false;
        boolean all = true;
        for (JsonNode holder : holders) {
            JsonNode resources = holder.path("resources");
            for (String resource : RESOURCES) {
                Optional<Quantity> limit =
                        Quantity.in(resources.path("limits"), resource).filter(q -> !q.isZero());
                Optional<Quantity> request =
                        Quantity.in(resources.path("requests"), resource).filter(q -> !q.isZero());
                any |= limit.isPresent() || request.isPresent();
                all &= limit.isPresent()
                        && request.orElse(limit.get())
                                        .value()
                                        .compareTo(limit.get().value())
                                == 0;
            }
        }
        if (!any) {
            return BEST_EFFORT;
        }
        return all ? GUARANTEED : BURSTABLE;
    }

    /**
     * The kernel's {@code oom_score_adj} of a container: the more of the node's memory it asked for, the later it is killed.
     *
     * @param memoryRequest bytes the container asked for
     * @param nodeMemory bytes of the node
     */
    public int oomScoreAdjust(long memoryRequest, long nodeMemory) {
        return switch (this) {
            case GUARANTEED -> GUARANTEED_SCORE;
            case BEST_EFFORT -> BEST_EFFORT_SCORE;
            // 1 GiB of 4 GiB asked for: 1000 - 250 = 750; never as safe as guaranteed nor as exposed as best effort
            case BURSTABLE ->
                Math.clamp(
                        BEST_EFFORT_SCORE - (BEST_EFFORT_SCORE * memoryRequest) / nodeMemory,
                        BEST_EFFORT_SCORE + GUARANTEED_SCORE,
                        BEST_EFFORT_SCORE - 1);
        };
    }
}
