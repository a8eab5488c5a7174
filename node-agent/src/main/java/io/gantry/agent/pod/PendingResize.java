package io.gantry.agent.pod;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodRequests;
import io.gantry.agent.object.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a pod does not get the resources that it asks for now.
 *
 * @param reason of the condition PodResizePending
 */
public record PendingResize(Reason reason, String message) {

    /** Whether waiting may help. */
    public enum Reason {
        DEFERRED("Deferred"),
        INFEASIBLE("Infeasible");

        private final String title;

        Reason(String title) {
            this.title = title;
        }

        /** The word used in the condition. */
        public String title() {
            return title;
        }
    }

    private static final List<String> RESOURCES = List.of("cpu", "memory");

    /**
     * Empty when the node has enough.
     *
     * @param allocatable what the node offers all pods
     * @param used what it has promised to the others
     */
    static Optional<PendingResize> of(Pod pod, Map<String, Quantity> allocatable, Map<String, Quantity> used) {
        for (String resource : RESOURCES) {
            Quantity capacity = allocatable.getOrDefault(resource, Quantity.of(0));
            Quantity requested = PodRequests.of(pod, resource);
            if (requested.exceeds(capacity)) {
                return Optional.of(new PendingResize(
                        Reason.INFEASIBLE,
                        "Node didn't have enough capacity: %s, requested: %d, capacity: %d"
                                .formatted(resource, number(resource, requested), number(resource, capacity))));
            }
            Quantity others = used.getOrDefault(resource, Quantity.of(0));
            if (requested.plus(others).exceeds(capacity)) {
                return Optional.of(new PendingResize(
                        Reason.DEFERRED,
                        "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                                .formatted(
                                        resource,
                                        number(resource, requested),
                                        number(resource, others),
                                        number(resource, capacity))));
            }
        }
        return Optional.empty();
    }

    private static long number(String resource, Quantity amount) {
        return resource.equals("cpu") ? amount.millis() : amount.units();
    }
}
