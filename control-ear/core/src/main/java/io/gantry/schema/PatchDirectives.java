package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a strategic merge patch that say how to merge rather than what. */
final class PatchDirectives {

    /** {@code $patch: replace} or {@code delete} beside the fields of an object. */
    static final String PATCH = "$patch";

    static final String REPLACE = "replace";
    static final String DELETE = "delete";
    static final String MERGE = "merge";

    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETION = "$deleteFromPrimitiveList";
    private static final String ORDER = "$setElementOrder";

    private PatchDirectives() {}

    /** The list from which {@code $deleteFromPrimitiveList/LIST} deletes. */
    static Optional<String> deletionFrom(String key) {
        return target(key, DELETION, PatchErrors.PRIMITIVE_LIST);
    }

    /** The list that {@code $setElementOrder/LIST} orders. */
    static Optional<String> orderOf(String key) {
        return target(key, ORDER, PatchErrors.ELEMENT_ORDER);
    }

    private static Optional<String> target(String key, String prefix, String malformed) {
        if (!key.startsWith(prefix)) {
            return Optional.empty();
        }
        if (!key.startsWith(prefix + "/")) {
            throw PatchErrors.malformed(malformed);
        }
        return Optional.of(key.substring(prefix.length() + 1));
    }

    /** Obeys {@code $retainKeys}: the target loses all other fields; the patch may not set a field that is not retained. */
    static void retainKeys(ObjectNode target, ObjectNode patch) {
        JsonNode directive = patch.remove(RETAIN_KEYS);
        if (directive == null) {
            return;
        }
        if (!directive.isArray()) {
            throw PatchErrors.malformed(PatchErrors.RETAIN_KEYS);
        }
        Set<String> retained = new HashSet<>();
        directive.forEach(key -> retained.add(key.asText()));
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String key = entry.getKey();
            boolean directiveKey = key.startsWith(DELETION) || key.startsWith(ORDER);
            if (!directiveKey && !entry.getValue().isNull() && !retained.contains(key)) {
                throw PatchErrors.malformed(PatchErrors.RETAIN_KEYS);
            }
        }
        target.retain(retained);
    }

    /** Removes null fields at all depths. */
    static void dropNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(entry -> entry.getValue().isNull());
        }
        value.forEach(PatchDirectives::dropNulls);
    }

    /**
     * The value without directives, and without objects that carry {@code $patch}; empty when it is such an object itself. May
     * change the value.
     */
    static Optional<JsonNode> withoutDirectives(JsonNode value) {
        return switch (value) {
            case ObjectNode object when object.has(PATCH) -> Optional.empty();
            case ObjectNode object -> Optional.of(withoutDirectives(object));
            case ArrayNode list -> Optional.of(withoutDirectives(list));
            default -> Optional.of(value);
        };
    }

    private static ObjectNode withoutDirectives(ObjectNode object) {
        ObjectNode plain = object.objectNode();
        object.properties().forEach(entry -> {
            if (!isDirective(entry.getKey())) {
                withoutDirectives(entry.getValue()).ifPresent(value -> plain.set(entry.getKey(), value));
            }
        });
        return plain;
    }

    private static boolean isDirective(String key) {
        return key.equals(RETAIN_KEYS) || key.startsWith(DELETION + "/") || key.startsWith(ORDER + "/");
    }

    private static ArrayNode withoutDirectives(ArrayNode list) {
        List<JsonNode> kept = list.valueStream()
                .flatMap(item -> withoutDirectives(item).stream())
                .toList();
        return list.arrayNode().addAll(kept);
    }
}
