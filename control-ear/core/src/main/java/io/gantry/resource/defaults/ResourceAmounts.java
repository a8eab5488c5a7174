package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.Nodes;
import io.gantry.object.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps of resource name to quantity, in canonical text. */
public final class ResourceAmounts {

    private ResourceAmounts() {}

    /** Writes the quantities of {@code limits} and {@code requests} canonically, rounded up to thousandths. */
    static void canonicalise(JsonNode resources) {
        canonicaliseList(resources.path("limits"));
        canonicaliseList(resources.path("requests"));
    }

    /** Writes every quantity of a resource list canonically; what is no quantity stays for validation to refuse. */
    public static void canonicaliseList(JsonNode list) {
        if (list instanceof ObjectNode amounts) {
            List<String> names =
                    amounts.properties().stream().map(Map.Entry::getKey).toList();
            names.forEach(name -> Quantity.parse(amounts.get(name).asText(""))
                    .ifPresent(amount -> amounts.set(
                            name, TextNode.valueOf(amount.roundedUpToMilli().toString()))));
        }
    }

    /** What is limited but not requested is requested to its limit. */
    static void requestLimits(ObjectNode container) {
        JsonNode limits = container.path("resources").path("limits");
        if (limits.isObject() && !limits.isEmpty()) {
            ObjectNode requests = Nodes.child((ObjectNode) container.get("resources"), "requests");
            limits.properties().forEach(limit -> requests.putIfAbsent(limit.getKey(), limit.getValue()));
        }
    }

    /** The valid quantities of a resource list. */
    public static Map<String, Quantity> read(JsonNode list) {
        Map<String, Quantity> result = new LinkedHashMap<>();
        if (list.isObject()) {
            list.properties()
                    .forEach(entry -> Quantity.parse(entry.getValue().asText(""))
                            .ifPresent(amount -> result.put(entry.getKey(), amount)));
        }
        return result;
    }
}
