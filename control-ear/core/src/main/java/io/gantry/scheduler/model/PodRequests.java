package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node must have for a pod: the containers together, or what the hungriest init container needs beside the sidecars started
 * before it, whichever is more (KEP-753); what the pod as a whole says instead, for the resources that it says (KEP-2837); and the
 * overhead.
 */
final class PodRequests {

    private PodRequests() {}

    /**
     * Reads a pod's spec.
     *
     * @param missing CPU and memory of a container that does not say what it needs
     */
    static Amounts of(JsonNode spec, Amounts missing) {
        Amounts containers = Amounts.NONE;
        for (JsonNode container : spec.path("containers")) {
            containers = containers.plus(own(container, missing));
        }
        Amounts sidecars = Amounts.NONE;
        Amounts starting = Amounts.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Amounts own = own(container, missing);
            if (isSidecar(container)) {
                sidecars = sidecars.plus(own);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(own));
            }
        }
        Amounts together = containers.plus(sidecars).max(starting);
        return ofWholePod(spec.path("resources").path("requests"), together).plus(Amounts.of(spec.path("overhead")));
    }

    static boolean isSidecar(JsonNode initContainer) {
        return initContainer.path("restartPolicy").asText("").equals("Always");
    }

    private static Amounts own(JsonNode container, Amounts missing) {
        return Amounts.of(container.path("resources").path("requests"), missing);
    }

    private static Amounts ofWholePod(JsonNode requests, Amounts ofContainers) {
        Amounts named = Amounts.of(requests, ofContainers);
        Map<String, Long> others = new HashMap<>(ofContainers.others());
        others.putAll(named.others());
        return new Amounts(named.milliCpu(), named.memory(), ofContainers.ephemeralStorage(), others);
    }
}
