package io.gantry.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What becomes of a Node when its agent says what it sees. Taints and cordons are never an agent's to set. */
final class NodeMerge {

    /** Set once by the first who knows them, immutable after. */
    private static final List<String> SPEC_OF_AGENT = List.of("providerID", "podCIDR", "podCIDRs");

    /** Which volumes are attached is said by the attaching controller. */
    private static final Set<String> STATUS_OF_OTHERS = Set.of("volumesAttached", "config");

    private NodeMerge() {}

    /** The Node of an agent that connects for the first time. */
    static ObjectNode created(String nodeName, ObjectNode reported, Instant now) {
        ObjectNode node = Json.object();
        node.put("apiVersion", "v1");
        node.put("kind", "Node");
        node.putObject("metadata").put("name", nodeName);
        return withStatus(withMetadata(node, nodeName, reported), reported.path("status"), now);
    }

    /** The present Node with the labels, annotations and addresses of its agent; what users made stays. */
    static ObjectNode withMetadata(ObjectNode node, String nodeName, ObjectNode reported) {
        ObjectNode metadata = node.withObject("/metadata");
        ObjectNode labels = metadata.withObject("/labels");
        NodeLabels.of(nodeName, reported).forEach(labels::put);
        JsonNode annotations = reported.path("metadata").path("annotations");
        if (!annotations.isEmpty()) {
            ObjectNode present = metadata.withObject("/annotations");
            annotations.properties().forEach(annotation -> present.set(annotation.getKey(), annotation.getValue()));
        }
        ObjectNode spec = node.withObject("/spec");
        for (String field : SPEC_OF_AGENT) {
            if (!spec.hasNonNull(field) && reported.path("spec").hasNonNull(field)) {
                spec.set(field, reported.path("spec").get(field).deepCopy());
            }
        }
        return node;
    }

    /** The present Node with the status that its agent reports; conditions of other types stay. */
    static ObjectNode withStatus(ObjectNode node, JsonNode reported, Instant now) {
        ObjectNode status = node.withObject("/status");
        reported.properties().forEach(field -> {
            if (!STATUS_OF_OTHERS.contains(field.getKey()) && !field.getKey().equals("conditions")) {
                status.set(field.getKey(), field.getValue().deepCopy());
            }
        });
        Set<String> types = new HashSet<>();
        reported.path("conditions")
                .forEach(condition -> types.add(condition.path("type").asText("")));
        if (!types.isEmpty()) {
            status.set(
                    "conditions",
                    ConditionMerge.merge(status.path("conditions"), reported.path("conditions"), types::contains, now));
        }
        return node;
    }
}
