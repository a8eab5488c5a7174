package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Pod;
import java.util.List;

/**
 * Whether the control plane shows of a pod what its node says. Others write over it: when a node has fallen silent, its pods are marked not
 * ready, and only the node can say that they are.
 */
final class PodStatusMatch {

    private static final List<String> CONDITIONS =
            List.of("PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready");

    private PodStatusMatch() {}

    /** True as well of a pod of which the node has nothing more to say. */
    static boolean isShown(Pod pod, JsonNode reported) {
        // of a static pod the mirror is compared, whenever it changes
        if (pod.ended() || pod.isStatic()) {
            return true;
        }
        JsonNode shown = pod.status();
        return phase(shown).equals(phase(reported))
                && CONDITIONS.stream().allMatch(type -> state(shown, type).equals(state(reported, type)));
    }

    private static String phase(JsonNode status) {
        return status.path("phase").asText();
    }

    private static String state(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }
}
