package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod requests or is limited to as a whole: its containers together, or what an init container needs beside the sidecars
 * started before it, whichever is more (KEP-753); what the pod says itself instead (KEP-2837); and its overhead. While a pod is being
 * resized, what it has counts as well as what it shall have (KEP-1287).
 *
 * @param list {@code requests} or {@code limits}
 */
public record PodAmounts(JsonNode pod, String list) {

    /**
     * What a pod's spec says, whatever its containers have been given; without overhead.
     *
     * @param list {@code requests} or {@code limits}
     */
    public static Map<String, Quantity> specified(JsonNode spec, String list) {
        ObjectNode pod = Json.object();
        pod.set("spec", spec);
        return new PodAmounts(pod, list).sum();
    }

    /** What a pod shall request, overhead included, whatever its containers have been given. */
    public static Map<String, Quantity> desiredRequests(JsonNode spec) {
        ObjectNode pod = Json.object();
        pod.set("spec", spec);
        return requests(pod);
    }

    static Map<String, Quantity> requests(JsonNode pod) {
        PodAmounts amounts = new PodAmounts(pod, "requests");
        Map<String, Quantity> sum = amounts.sum();
        Amounts.list(pod.path("spec").path("overhead"))
                .forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return sum;
    }

    /** Overhead is added where there is a limit. */
    static Map<String, Quantity> limits(JsonNode pod) {
        PodAmounts amounts = new PodAmounts(pod, "limits");
        Map<String, Quantity> sum = amounts.sum();
        Amounts.list(pod.path("spec").path("overhead"))
                .forEach((name, amount) -> sum.computeIfPresent(name, (n, limit) -> limit.plus(amount)));
        return sum;
    }

    private Map<String, Quantity> sum() {
        JsonNode spec = pod.path("spec");
        Map<String, Quantity> sum = new HashMap<>();
        Nodes.objects(spec, "containers").forEach(container -> add(sum, own(container, "containerStatuses")));
        Map<String, Quantity> sidecars = new HashMap<>();
        Map<String, Quantity> peak = new HashMap<>();
        for (ObjectNode container : Nodes.objects(spec, "initContainers")) {
            Map<String, Quantity> own = own(container, "initContainerStatuses");
            Map<String, Quantity> now = new HashMap<>(sidecars);
            add(now, own);
            now.forEach((name, amount) -> peak.merge(name, amount, Amounts::max));
            if (Nodes.text(container, "restartPolicy").equals("Always")) {
                add(sum, own);
                add(sidecars, own);
            }
        }
        peak.forEach((name, amount) -> sum.merge(name, amount, Amounts::max));
        sum.putAll(Amounts.list(spec.path("resources").path(list)));
        return sum;
    }

    private Map<String, Quantity> own(ObjectNode container, String statuses) {
        Map<String, Quantity> own =
                new HashMap<>(Amounts.list(container.path("resources").path(list)));
        status(Nodes.text(container, "name"), statuses).ifPresent(status -> {
            Amounts.list(status.path("resources").path(list))
                    .forEach((name, amount) -> own.merge(name, amount, Amounts::max));
            if (list.equals("requests")) {
                Amounts.list(status.path("allocatedResources"))
                        .forEach((name, amount) -> own.merge(name, amount, Amounts::max));
            }
        });
        return own;
    }

    private Optional<ObjectNode> status(String container, String statuses) {
        return Nodes.objects(pod.path("status"), statuses).stream()
                .filter(status -> Nodes.text(status, "name").equals(container))
                .findFirst();
    }

    private static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
    }
}
