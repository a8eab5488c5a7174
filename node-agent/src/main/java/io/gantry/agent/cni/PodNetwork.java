package io.gantry.agent.cni;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import java.util.List;

/**
 * A pod's network as it was set up.
 *
 * @param plan the plugins that made it
 * @param portMappings host ports, in CNI's form
 * @param result CNI's last result
 */
public record PodNetwork(String sandboxId, NetworkPlan plan, ObjectNode portMappings, ObjectNode result) {

    /** The pod's addresses without prefix lengths. */
    public List<String> addresses() {
        return Json.list(result.path("ips")).stream()
                .map(ip -> ip.path("address").asText().split("/")[0])
                .toList();
    }

    /** Itself, or when it does not know its sandbox, one for each of these. */
    List<PodNetwork> ofAny(List<String> sandboxIds) {
        return sandboxId.isEmpty()
                ? sandboxIds.stream()
                        .map(id -> new PodNetwork(id, plan, portMappings, result))
                        .toList()
                : List.of(this);
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("sandboxId", sandboxId);
        json.set("plan", plan.toJson());
        json.set("runtimeConfig", portMappings);
        json.set("result", result);
        return json;
    }

    public static PodNetwork fromJson(ObjectNode json) {
        return new PodNetwork(
                json.path("sandboxId").asText(),
                NetworkPlan.read((ObjectNode) json.path("plan")),
                (ObjectNode) json.path("runtimeConfig"),
                (ObjectNode) json.path("result"));
    }
}
