package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.util.HashMap;
import java.util.Map;

/**
 * Requests of a pod as a whole, where it has limits as a whole (KEP-2837): what its containers request together, or else the
 * limit.
 */
final class PodLevelResources {

    private static final String HUGE_PAGES = "hugepages-";

    private PodLevelResources() {}

    static void apply(ObjectNode spec) {
        JsonNode limits = spec.path("resources").path("limits");
        if (!limits.isObject() || limits.isEmpty()) {
            return;
        }
        ObjectNode requests = Nodes.child((ObjectNode) spec.get("resources"), "requests");
        containerRequests(spec).forEach((name, amount) -> {
            if (!requests.has(name) && isOvercommittable(name)) {
                requests.put(name, amount.toString());
            }
        });
        limits.properties().forEach(limit -> {
            if (isOvercommittable(limit.getKey()) || limit.getKey().startsWith(HUGE_PAGES)) {
                requests.putIfAbsent(limit.getKey(), limit.getValue());
            }
        });
    }

    private static boolean isOvercommittable(String name) {
        return name.equals("cpu") || name.equals("memory");
    }

    /**
     * What all containers need at once: the sum of containers and sidecars, or what an init container needs beside the sidecars
     * before it, whichever is more.
     */
    private static Map<String, Quantity> containerRequests(ObjectNode spec) {
        Map<String, Quantity> sum = new HashMap<>();
        Nodes.objects(spec, "containers").forEach(container -> add(sum, container));
        Map<String, Quantity> sidecars = new HashMap<>();
        Map<String, Quantity> peak = new HashMap<>();
        for (ObjectNode container : Nodes.objects(spec, "initContainers")) {
            if (Nodes.text(container, "restartPolicy").equals("Always")) {
                add(sum, container);
                add(sidecars, container);
                sidecars.forEach((name, amount) -> peak.merge(name, amount, Amounts::max));
            } else {
                Map<String, Quantity> now = new HashMap<>(sidecars);
                add(now, container);
                now.forEach((name, amount) -> peak.merge(name, amount, Amounts::max));
            }
        }
        peak.forEach((name, amount) -> sum.merge(name, amount, Amounts::max));
        return sum;
    }

    private static void add(Map<String, Quantity> sums, ObjectNode container) {
        Amounts.list(container.path("resources").path("requests"))
                .forEach((name, amount) -> sums.merge(name, amount, Quantity::plus));
    }
}
