package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.ServiceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what the server once allocated when an update leaves it out, so that the same file can be applied again and again; and
 * keeps the singular and plural forms of the cluster IP together.
 */
final class PreviousAllocation {

    private PreviousAllocation() {}

    static void keep(ObjectNode spec, JsonNode old) {
        if (ServiceType.needsClusterIp(old) && ServiceType.needsClusterIp(spec)) {
            copyIfEmpty(spec, old, "clusterIP");
            copyIfEmpty(spec, old, "clusterIPs");
        }
        if (ServiceType.needsNodePorts(old) && ServiceType.needsNodePorts(spec)) {
            keepNodePorts(spec, old);
        }
        if (ServiceType.needsHealthCheck(old)
                && ServiceType.needsHealthCheck(spec)
                && spec.path("healthCheckNodePort").asLong() == 0) {
            copyIfPresent(spec, old, "healthCheckNodePort");
        }
    }

    private static void copyIfEmpty(ObjectNode spec, JsonNode old, String field) {
        JsonNode present = spec.path(field);
        if (present.isContainerNode() ? present.isEmpty() : present.asText("").isEmpty()) {
            copyIfPresent(spec, old, field);
        }
    }

    private static void copyIfPresent(ObjectNode spec, JsonNode old, String field) {
        if (Nodes.has(old, field)) {
            spec.set(field, old.get(field).deepCopy());
        }
    }

    /** A port keeps the node port that the port of its name had, unless another port now asks for it. */
    private static void keepNodePorts(ObjectNode spec, JsonNode old) {
        Map<String, Integer> byName = new HashMap<>();
        Set<Integer> used = new HashSet<>();
        for (ObjectNode port : Nodes.objects(old, "ports")) {
            byName.put(Nodes.text(port, "name"), port.path("nodePort").asInt());
        }
        Nodes.objects(spec, "ports")
                .forEach(port -> used.add(port.path("nodePort").asInt()));
        for (ObjectNode port : Nodes.objects(spec, "ports")) {
            int before = byName.getOrDefault(Nodes.text(port, "name"), 0);
            if (port.path("nodePort").asInt() == 0 && before != 0 && !used.contains(before)) {
                port.put("nodePort", before);
            }
        }
    }

    /** On create: an old client writes the singular alone. */
    static void normalise(ObjectNode spec) {
        String single = Nodes.text(spec, "clusterIP");
        if (!single.isEmpty() && spec.path("clusterIPs").isEmpty()) {
            spec.putArray("clusterIPs").add(single);
        }
    }

    /** On update: a client that changes the singular alone means both. */
    static void normalise(ObjectNode spec, JsonNode old) {
        String single = Nodes.text(spec, "clusterIP");
        List<String> all = Nodes.texts(spec, "clusterIPs");
        if (single.equals(Nodes.text(old, "clusterIP")) || !all.equals(Nodes.texts(old, "clusterIPs"))) {
            return;
        }
        spec.remove("clusterIPs");
        if (!single.isEmpty()) {
            ArrayNode plural = spec.putArray("clusterIPs");
            plural.add(single);
        }
    }
}
