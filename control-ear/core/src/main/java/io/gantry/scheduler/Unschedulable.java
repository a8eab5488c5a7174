package io.gantry.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a pod is told that fits nowhere: the condition PodScheduled=False, reason Unschedulable.
 *
 * @param nomination the node where room is being made, empty text for none; absent to leave it as it is
 */
record Unschedulable(String message, Optional<String> nomination, Instant now) {

    /** The pod as it is to be; unchanged when it is another one or has a node by now. */
    ObjectNode applyTo(ObjectNode pod, String uid) {
        if (!pod.path("metadata").path("uid").asText().equals(uid)
                || pod.path("spec").hasNonNull("nodeName")) {
            return pod;
        }
        nomination.ifPresent(node -> {
            ObjectNode status = pod.withObject("/status");
            if (node.isEmpty()) {
                status.remove("nominatedNodeName");
            } else {
                status.put("nominatedNodeName", node);
            }
        });
        return PodCondition.set(pod, new PodCondition("PodScheduled", "False", "Unschedulable", message), now);
    }
}
