package io.gantry.agent.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pressure;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.object.Times;
import io.gantry.agent.runtime.ImageStore.Image;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Renders the node's v1 NodeStatus from what was measured.
 *
 * @param resources what the node has and offers
 * @param pressures what the node is short of
 * @param runtimeProblem why containers cannot be run; empty when they can
 */
record NodeReport(
        NodeResources resources, Set<Pressure> pressures, String runtimeProblem, ObjectNode info, List<Image> images) {

    private static final int MAX_PODS = 110;
    private static final int MAX_IMAGES = 50;

    /** The engine lists images of one size in another order each time, which is no news. */
    private static final Comparator<Image> LARGEST_FIRST =
            Comparator.comparing(Image::sizeBytes).reversed().thenComparing(image -> String.join(" ", image.names()));

    /** @param before the last status, whose transition times go on; empty for the first */
    ObjectNode render(NodeIdentity identity, JsonNode before, Instant now) {
        ObjectNode status = Json.object();
        put(resources.capacity(), status.putObject("capacity"));
        put(resources.allocatable(), status.putObject("allocatable"));
        status.set("conditions", conditions(before, now));
        ArrayNode addresses = status.putArray("addresses");
        identity.addresses()
                .forEach(address ->
                        addresses.addObject().put("type", "InternalIP").put("address", address));
        addresses.addObject().put("type", "Hostname").put("address", identity.name());
        status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 0);
        status.set("nodeInfo", info);
        status.set("images", imageList());
        return status;
    }

    private static void put(Map<String, Quantity> amounts, ObjectNode target) {
        amounts.forEach((resource, amount) -> target.put(resource, NodeResources.text(resource, amount)));
        target.put("pods", Integer.toString(MAX_PODS));
    }

    private ArrayNode conditions(JsonNode before, Instant now) {
        ArrayNode conditions = Json.MAPPER.createArrayNode();
        Conditions all = new Conditions(conditions, before, now);
        all.pressure(
                pressures,
                Pressure.MEMORY,
                "InsufficientMemory",
                "SufficientMemory",
                "insufficient memory available",
                "sufficient memory available");
        all.pressure(pressures, Pressure.DISK, "DiskPressure", "NoDiskPressure", "disk pressure", "no disk pressure");
        all.pressure(
                pressures,
                Pressure.PROCESSES,
                "InsufficientPID",
                "SufficientPID",
                "insufficient PID available",
                "sufficient PID available");
        all.add(
                "Ready",
                runtimeProblem.isEmpty(),
                runtimeProblem.isEmpty() ? "KubeletReady" : "KubeletNotReady",
                runtimeProblem.isEmpty() ? "kubelet is posting ready status" : runtimeProblem);
        return conditions;
    }

    private ArrayNode imageList() {
        ArrayNode result = Json.MAPPER.createArrayNode();
        images.stream().sorted(LARGEST_FIRST).limit(MAX_IMAGES).forEach(image -> {
            ObjectNode entry = result.addObject();
            ArrayNode names = entry.putArray("names");
            image.names().stream().limit(5).forEach(names::add);
            entry.put("sizeBytes", image.sizeBytes());
        });
        return result;
    }

    private record Conditions(ArrayNode result, JsonNode before, Instant now) {

        /** The words follow "KubeletHas" and "kubelet has". */
        void pressure(
                Set<Pressure> shown,
                Pressure pressure,
                String badReason,
                String goodReason,
                String badMessage,
                String goodMessage) {
            boolean holds = shown.contains(pressure);
            add(
                    pressure.condition(),
                    holds,
                    "KubeletHas" + (holds ? badReason : goodReason),
                    "kubelet has " + (holds ? badMessage : goodMessage));
        }

        void add(String type, boolean holds, String reason, String message) {
            String status = holds ? "True" : "False";
            result.addObject()
                    .put("type", type)
                    .put("status", status)
                    .put("lastHeartbeatTime", Times.format(now))
                    .put("lastTransitionTime", transition(type, status))
                    .put("reason", reason)
                    .put("message", message);
        }

        private String transition(String type, String status) {
            for (JsonNode condition : before.path("conditions")) {
                if (condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals(status)) {
                    return condition.path("lastTransitionTime").asText();
                }
            }
            return Times.format(now);
        }
    }
}
