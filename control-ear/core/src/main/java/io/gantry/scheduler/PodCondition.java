package io.gantry.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A condition that the scheduler sets on a pod. */
record PodCondition(String type, String status, String reason, String message) {

    /** The pod with the condition; the time of its last transition stays when the status does. */
    static ObjectNode set(ObjectNode pod, PodCondition wanted, Instant now) {
        ObjectNode condition = find(pod.withObject("/status").withArray("conditions"), wanted.type);
        JsonNode generation = pod.path("metadata").path("generation");
        if (generation.isNumber()) {
            condition.set("observedGeneration", generation);
        }
        if (!condition.path("status").asText("").equals(wanted.status)) {
            condition.put("status", wanted.status);
            condition.put(
                    "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        condition.put("reason", wanted.reason);
        condition.put("message", wanted.message);
        return pod;
    }

    private static ObjectNode find(ArrayNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return (ObjectNode) condition;
            }
        }
        return conditions.addObject().put("type", type).putNull("lastProbeTime");
    }
}
