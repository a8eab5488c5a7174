package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Pod;
import java.time.Duration;
import java.util.Collection;

/**
 * A pod that is to end first leaves the services that send requests to it: its containers are asked to stop only when this node has been
 * told so. Otherwise a control plane that fails right after a deletion would leave every node sending requests to a pod that is gone.
 */
final class Withdrawal {

    /** For how long a pod lives on when nobody takes it out of its services: longer than a control plane takes to come back. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String CONTROLLER = "endpointslice-controller.k8s.io";

    private Withdrawal() {}

    /** @param endpointSlices discovery.k8s.io/v1, of all namespaces; those that users wrote are theirs to change and do not count */
    static boolean isAwaited(Pod pod, Collection<? extends JsonNode> endpointSlices) {
        return pod.deleting()
                && pod.graceSeconds() > 0
                && endpointSlices.stream().anyMatch(slice -> isControlled(slice, pod) && takesRequests(slice, pod));
    }

    private static boolean isControlled(JsonNode slice, Pod pod) {
        JsonNode metadata = slice.path("metadata");
        return metadata.path("namespace").asText().equals(pod.namespace())
                && metadata.path("labels").path(MANAGED_BY).asText().equals(CONTROLLER);
    }

    private static boolean takesRequests(JsonNode slice, Pod pod) {
        for (JsonNode endpoint : slice.path("endpoints")) {
            JsonNode conditions = endpoint.path("conditions");
            if (endpoint.path("targetRef").path("uid").asText().equals(pod.uid())
                    && conditions.path("ready").asBoolean(true)
                    && !conditions.path("terminating").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }
}
