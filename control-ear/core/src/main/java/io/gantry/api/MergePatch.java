package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;

/** JSON merge patch (RFC 7396). */
final class MergePatch {

    private MergePatch() {}

    /** Changes the target in place; both are no deeper than a body may be. */
    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value instanceof ObjectNode inner) {
                ObjectNode present = target.get(field.getKey()) instanceof ObjectNode object ? object : Json.object();
                target.set(field.getKey(), apply(present, inner));
            } else {
                target.set(field.getKey(), value.deepCopy());
            }
        });
        return target;
    }
}
