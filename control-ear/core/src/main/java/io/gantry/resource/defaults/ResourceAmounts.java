package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Amounts;
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
            names.forEach(name -> Amounts.parse(amounts.get(name))
                    .map(Amounts::roundedUpToMilli)
                    .ifPresent(amount -> amounts.put(name, amount.toString())));
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
}
