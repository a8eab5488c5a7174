package io.gantry.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a pod's status when the agent of its node reports one. The rules are those of upstream's kubelet status
 * updates: conditions of others stay, and a pod that has ended never lives again.
 */
final class PodStatusMerge {

    private static final Set<String> CONDITIONS_OF_AGENT = Set.of(
            "PodReadyToStartContainers",
            "Initialized",
            "Ready",
            "ContainersReady",
            "PodResizePending",
            "PodResizeInProgress",
            "AllContainersRestarting");

    /** Set by others, or once by the API server, and not repeated by the agent. */
    private static final List<String> KEPT =
            List.of("qosClass", "startTime", "resourceClaimStatuses", "extendedResourceClaimStatus");

    private static final Set<String> TERMINAL = Set.of("Succeeded", "Failed");

    private PodStatusMerge() {}

    static boolean isTerminal(JsonNode status) {
        return TERMINAL.contains(status.path("phase").asText(""));
    }

    /** The pod with the reported status. */
    static ObjectNode merged(ObjectNode pod, ObjectNode reported, Instant now) {
        JsonNode present = pod.path("status");
        ObjectNode status = reported.deepCopy();
        for (String field : KEPT) {
            if (present.hasNonNull(field)) {
                status.set(field, present.get(field));
            }
        }
        if (isTerminal(present)) {
            keepEnd(status, present);
        }
        status.set(
                "conditions",
                ConditionMerge.merge(
                        present.path("conditions"),
                        reported.path("conditions"),
                        type -> isAgents(type, present, reported),
                        now));
        if (isTerminal(status)) {
            denyReadiness(status, now);
        }
        pod.set("status", status);
        return pod;
    }

    private static boolean isAgents(String type, JsonNode present, JsonNode reported) {
        return CONDITIONS_OF_AGENT.contains(type)
                // the scheduler's, unless the pod came with its node name and no scheduler saw it
                || type.equals("PodScheduled") && !hasCondition(present, type)
                // shared with whoever evicts: the agent may add it, its silence does not take it away
                || type.equals("DisruptionTarget") && hasCondition(reported, type);
    }

    private static boolean hasCondition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return true;
            }
        }
        return false;
    }

    private static void keepEnd(ObjectNode status, JsonNode present) {
        for (String field : List.of("phase", "reason", "message")) {
            if (present.hasNonNull(field)) {
                status.set(field, present.get(field));
            } else {
                status.remove(field);
            }
        }
    }

    private static void denyReadiness(ObjectNode status, Instant now) {
        String reason = status.path("phase").asText().equals("Succeeded") ? "PodCompleted" : "PodFailed";
        for (JsonNode condition : status.path("conditions")) {
            String type = condition.path("type").asText("");
            boolean readiness = type.equals("Ready") || type.equals("ContainersReady");
            if (readiness && condition.path("status").asText("").equals("True")) {
                ((ObjectNode) condition)
                        .put("status", "False")
                        .put("reason", reason)
                        .put("lastTransitionTime", Timestamps.seconds(now));
            }
        }
    }
}
