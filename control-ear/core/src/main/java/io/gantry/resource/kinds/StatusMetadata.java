package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Metadata that a write of the status may not change, where a kind says so. */
final class StatusMetadata {

    private static final List<String> KEPT = List.of("labels", "annotations", "finalizers", "ownerReferences");

    private StatusMetadata() {}

    static void keep(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = Nodes.child(object, "metadata");
        for (String field : KEPT) {
            JsonNode before = old.path("metadata").path(field);
            if (before.isMissingNode()) {
                metadata.remove(field);
            } else {
                metadata.set(field, before);
            }
        }
    }
}
