package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The quality of service class of a pod: who is killed first when memory runs out. */
public final class QosClass {

    private static final Set<String> COUNTED = Set.of("cpu", "memory");

    private QosClass() {}

    /** Guaranteed, Burstable or BestEffort. */
    public static String of(JsonNode spec) {
        List<JsonNode> resources = resources(spec);
        Map<String, Quantity> requests = new HashMap<>();
        Map<String, Quantity> limits = new HashMap<>();
        boolean allLimited = true;
        for (JsonNode each : resources) {
            add(requests, each.path("requests"));
            allLimited &= add(limits, each.path("limits")) == COUNTED.size();
        }
        if (requests.isEmpty() && limits.isEmpty()) {
            return "BestEffort";
        }
        return allLimited && requests.equals(limits) ? "Guaranteed" : "Burstable";
    }

    private static List<JsonNode> resources(JsonNode spec) {
        if (spec.path("resources").isObject()) {
            return List.of(spec.path("resources"));
        }
        List<ObjectNode> containers = new ArrayList<>(Nodes.objects(spec, "containers"));
        containers.addAll(Nodes.objects(spec, "initContainers"));
        return containers.stream().map(container -> container.path("resources")).toList();
    }

    /** Adds the amounts that count; returns how many they are. */
    private static int add(Map<String, Quantity> sums, JsonNode list) {
        Map<String, Quantity> amounts = Amounts.list(list);
        amounts.keySet().retainAll(COUNTED);
        amounts.values().removeIf(amount -> amount.value().signum() <= 0);
        amounts.forEach((name, amount) -> sums.merge(name, amount, Quantity::plus));
        return amounts.size();
    }
}
