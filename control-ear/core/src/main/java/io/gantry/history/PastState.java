package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.function.Predicate;

/** Makes of an earlier state what is to be written now. Pure. */
final class PastState {

    private static final List<String> RESTORED = List.of("labels", "annotations", "ownerReferences", "finalizers");
    private static final List<String> OF_A_JOB =
            List.of("batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name");

    private PastState() {}

    /** The present object with the content, labels and annotations of an earlier state. */
    static ObjectNode over(ObjectNode present, ObjectNode past) {
        ObjectNode wanted = past.deepCopy();
        ObjectNode metadata = present.path("metadata").deepCopy();
        for (String field : RESTORED) {
            JsonNode then = past.path("metadata").path(field);
            if (then.isMissingNode()) {
                metadata.remove(field);
            } else {
                metadata.set(field, then);
            }
        }
        wanted.set("metadata", metadata);
        if (present.has("status")) {
            wanted.set("status", present.get("status"));
        }
        return wanted;
    }

    /**
     * A new object like one that is gone. What its owners or the server had given it is left out, so that they can do it again.
     *
     * @param lives tells whether an owner is still there
     */
    static ObjectNode anew(ObjectNode past, Predicate<JsonNode> lives) {
        ObjectNode wanted = past.deepCopy();
        ObjectNode metadata = Json.object();
        JsonNode then = past.path("metadata");
        for (String field : List.of("name", "namespace", "labels", "annotations")) {
            if (then.has(field)) {
                metadata.set(field, then.get(field));
            }
        }
        ArrayNode owners = Json.MAPPER.createArrayNode();
        Nodes.objects(then, "ownerReferences").stream().filter(lives).forEach(owners::add);
        if (!owners.isEmpty()) {
            metadata.set("ownerReferences", owners);
        }
        wanted.set("metadata", metadata);
        wanted.remove("status");
        if (wanted.get("spec") instanceof ObjectNode spec) {
            forget(wanted.path("kind").asText(), spec);
        }
        return wanted;
    }

    private static void forget(String kind, ObjectNode spec) {
        switch (kind) {
            case "Pod" -> spec.remove("nodeName");
            case "Job" -> {
                if (!spec.path("manualSelector").asBoolean()) {
                    spec.remove("selector");
                    if (spec.path("template").path("metadata").get("labels") instanceof ObjectNode labels) {
                        labels.remove(OF_A_JOB);
                    }
                }
            }
            default -> {
                // everything else is written as it was
            }
        }
    }
}
