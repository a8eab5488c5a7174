package io.gantry.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What becomes of a Node when its agent says what it sees. Taints and cordons are never an agent's to set. */
final class NodeMerge {

    /** Set once by the first who knows them, immutable after. */
    private static final List<String> SPEC_OF_AGENT = List.of("providerID", "podCIDR", "podCIDRs");

    /** Which volumes are attached is said by the attaching controller. */
    private static final Set<String> STATUS_OF_OTHERS = Set.of("volumesAttached", "config");

    private static final String CAPACITY = "capacity";
    private static final String ALLOCATABLE = "allocatable";

    /** Of sizes that the kernel no longer has: the agent names all that there are. */
    private static final String HUGE_PAGES = "hugepages-";

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

    /** The present Node with the status that its agent reports; conditions of other types stay, as do resources that others added. */
    static ObjectNode withStatus(ObjectNode node, JsonNode reported, Instant now) {
        ObjectNode status = node.withObject("/status");
        ObjectNode added = addedResources(status.path(CAPACITY), reported.path(CAPACITY));
        reported.properties().forEach(field -> {
            if (!STATUS_OF_OTHERS.contains(field.getKey()) && !field.getKey().equals("conditions")) {
                status.set(field.getKey(), field.getValue().deepCopy());
            }
        });
        if (!added.isEmpty()) {
            // all of them can be used, for nothing is known that would be held back
            Stream.of(CAPACITY, ALLOCATABLE)
                    .forEach(list -> status.withObject("/" + list).setAll(added.deepCopy()));
        }
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

    /** Extended resources that an administrator or a controller announced for the node: the agent does not know them. */
    private static ObjectNode addedResources(JsonNode present, JsonNode reported) {
        ObjectNode added = Json.object();
        present.properties().stream()
                .filter(resource -> reported.isObject()
                        && !reported.has(resource.getKey())
                        && !resource.getKey().startsWith(HUGE_PAGES))
                .forEach(resource -> added.set(resource.getKey(), resource.getValue()));
        return added;
    }
}
