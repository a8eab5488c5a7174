package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' own merge (content type {@code application/strategic-merge-patch+json}): objects are merged field by field, null
 * deletes, lists are replaced or, where the schema says so, merged by key; directives in the patch change that
 * (https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md).
 */
public final class StrategicMergePatch {

    private StrategicMergePatch() {}

    /**
     * The patched object; neither argument is changed.
     *
     * @throws io.gantry.status.StatusException 400 or 422 when the patch is malformed
     */
    public static ObjectNode apply(ObjectSchema schema, ObjectNode current, ObjectNode patch) {
        return mergeObject(current.deepCopy(), patch.deepCopy(), schema);
    }

    /** Merges into the first argument and uses up the second. */
    static ObjectNode mergeObject(ObjectNode target, ObjectNode patch, Schema schema) {
        JsonNode directive = patch.get(PatchDirectives.PATCH);
        if (directive != null) {
            return wholeObject(directive, patch);
        }
        PatchDirectives.retainKeys(target, patch);
        OrderedListMerge.apply(target, patch, schema);
        for (Map.Entry<String, JsonNode> entry : List.copyOf(patch.properties())) {
            Optional<String> deletion = PatchDirectives.deletionFrom(entry.getKey());
            if (deletion.isPresent()) {
                deleteItems(target, deletion.get(), entry.getValue());
            } else {
                mergeField(target, entry.getKey(), entry.getValue(), schema);
            }
        }
        return target;
    }

    private static ObjectNode wholeObject(JsonNode directive, ObjectNode patch) {
        return switch (directive.asText()) {
            case PatchDirectives.REPLACE -> {
                patch.remove(PatchDirectives.PATCH);
                yield patch;
            }
            case PatchDirectives.DELETE -> patch.objectNode();
            default -> throw PatchErrors.unknownDirective(directive, patch);
        };
    }

    private static void deleteItems(ObjectNode target, String field, JsonNode items) {
        if (items.isNull()) {
            target.remove(field);
        } else if (target.get(field) instanceof ArrayNode list && items instanceof ArrayNode deleted) {
            target.set(field, ListMerge.without(list, deleted));
        }
    }

    private static void mergeField(ObjectNode target, String name, JsonNode value, Schema schema) {
        JsonNode present = target.get(name);
        if (value.isNull()) {
            target.remove(name);
        } else if (present instanceof ObjectNode object && value instanceof ObjectNode patch) {
            Field field = PatchFields.of(schema, name);
            target.set(name, field.patch().replaces() ? patch : mergeObject(object, patch, field.schema()));
        } else if (present instanceof ArrayNode list && value instanceof ArrayNode patch) {
            target.set(name, ListMerge.merge(list, patch, PatchFields.of(schema, name)));
        } else {
            add(target, name, value);
        }
    }

    /** A value that meets nothing of its kind. */
    private static void add(ObjectNode target, String name, JsonNode value) {
        PatchDirectives.dropNulls(value);
        Optional<JsonNode> clean = PatchDirectives.withoutDirectives(value);
        clean.ifPresentOrElse(plain -> target.set(name, plain), () -> target.remove(name));
    }
}
