package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;

/** Whether a container that has ended may run again: the pod's policy, overruled by the container's own (KEP-5307). */
final class RestartRules {

    private RestartRules() {}

    /**
     * @param status of the ended container
     * @param list which of the pod's lists of statuses it is from
     */
    static boolean mayRestart(JsonNode podSpec, JsonNode status, String list) {
        if (list.equals("ephemeralContainerStatuses")) {
            return false;
        }
        if (restartsAll(podSpec)) {
            return true;
        }
        String containers = list.equals("containerStatuses") ? "containers" : "initContainers";
        int exitCode = status.at("/state/terminated/exitCode").asInt();
        return Nodes.objects(podSpec, containers).stream()
                .filter(container -> Nodes.text(container, "name").equals(Nodes.text(status, "name")))
                .findFirst()
                .map(container -> byPolicy(podSpec, container, exitCode))
                .orElse(false);
    }

    /** Any container may be restarted when a rule of one restarts all. */
    private static boolean restartsAll(JsonNode podSpec) {
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : Nodes.objects(podSpec, list)) {
                for (JsonNode rule : Nodes.objects(container, "restartPolicyRules")) {
                    if (Nodes.text(rule, "action").equals("RestartAllContainers")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean byPolicy(JsonNode podSpec, JsonNode container, int exitCode) {
        Optional<JsonNode> rule = Nodes.objects(container, "restartPolicyRules").stream()
                .<JsonNode>map(each -> each)
                .filter(each -> matches(each.path("exitCodes"), exitCode))
                .findFirst();
        if (rule.isPresent()) {
            return true;
        }
        String own = Nodes.text(container, "restartPolicy");
        return switch (own.isEmpty() ? Nodes.text(podSpec, "restartPolicy") : own) {
            case "Always" -> true;
            case "OnFailure" -> exitCode != 0;
            default -> false;
        };
    }

    private static boolean matches(JsonNode exitCodes, int exitCode) {
        boolean listed = false;
        for (JsonNode value : exitCodes.path("values")) {
            listed |= value.asInt() == exitCode;
        }
        return switch (Nodes.text(exitCodes, "operator")) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            default -> false;
        };
    }
}
