package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Merges two lists: objects by their merge key, scalars as sets. */
final class ListMerge {

    private ListMerge() {}

    /** The list that a field holds after the patch; uses up both lists. */
    static ArrayNode merge(ArrayNode current, ArrayNode patch, Field field) {
        if (!field.patch().merges()) {
            return patch;
        }
        if (current.isEmpty() && patch.isEmpty()) {
            return current;
        }
        boolean objects = holdObjects(current, patch);
        if (objects && field.patch().mergeKey().isEmpty()) {
            throw PatchErrors.noDeclaredKey(field.name());
        }
        String key = objects ? field.patch().mergeKey() : "";
        Split split = objects ? Split.of(items(current), patch, key) : new Split(items(current), items(patch));
        List<JsonNode> merged = objects
                ? mergeObjects(split.current(), split.patch(), key, PatchFields.items(field))
                : union(split.current(), split.patch());
        return current.arrayNode().addAll(new ElementOrder(key).arrange(merged, split.patch(), split.current()));
    }

    /** The list without the given scalars. */
    static ArrayNode without(ArrayNode list, ArrayNode deleted) {
        ElementOrder scalars = new ElementOrder("");
        Set<Object> gone = scalars.positions(items(deleted)).keySet();
        List<JsonNode> kept = list.valueStream()
                .filter(item -> !gone.contains(scalars.identity(item)))
                .toList();
        return list.arrayNode().addAll(kept);
    }

    static List<JsonNode> items(ArrayNode list) {
        List<JsonNode> items = new ArrayList<>(list.size());
        list.forEach(items::add);
        return items;
    }

    /** Whether the items are objects; all must be of one type, and none may be a list. */
    static boolean holdObjects(ArrayNode current, ArrayNode patch) {
        JsonNodeType type = null;
        for (JsonNode item : items(current.arrayNode().addAll(current).addAll(patch))) {
            if (item.isArray()) {
                throw PatchErrors.listsOfLists();
            }
            if (type != null && type != item.getNodeType()) {
                throw PatchErrors.mixedTypes(List.of(current, patch));
            }
            type = item.getNodeType();
        }
        return type == JsonNodeType.OBJECT;
    }

    private static List<JsonNode> union(List<JsonNode> current, List<JsonNode> patch) {
        ElementOrder scalars = new ElementOrder("");
        Set<Object> seen = new HashSet<>();
        return Stream.concat(current.stream(), patch.stream())
                .filter(item -> seen.add(scalars.identity(item)))
                .toList();
    }

    private static List<JsonNode> mergeObjects(
            List<JsonNode> current, List<JsonNode> patch, String key, Schema schema) {
        ElementOrder byKey = new ElementOrder(key);
        List<JsonNode> merged = new ArrayList<>(current);
        Map<Object, Integer> positions = byKey.positions(merged);
        for (JsonNode item : patch) {
            byKey.requireKey(item);
            Integer at = positions.get(byKey.identity(item));
            if (at == null) {
                PatchDirectives.dropNulls(item);
                PatchDirectives.withoutDirectives(item).ifPresent(added -> {
                    positions.putIfAbsent(byKey.identity(added), merged.size());
                    merged.add(added);
                });
            } else {
                merged.set(at, StrategicMergePatch.mergeObject((ObjectNode) merged.get(at), (ObjectNode) item, schema));
            }
        }
        return merged;
    }

    /**
     * Both lists after the items with {@code $patch} have done their work.
     *
     * @param current what is left to merge into
     * @param patch the plain items
     */
    private record Split(List<JsonNode> current, List<JsonNode> patch) {

        static Split of(List<JsonNode> current, ArrayNode patch, String key) {
            ElementOrder byKey = new ElementOrder(key);
            List<JsonNode> plain = new ArrayList<>();
            Set<Object> deleted = new HashSet<>();
            boolean replace = false;
            for (JsonNode item : patch) {
                JsonNode directive = item.get(PatchDirectives.PATCH);
                if (directive == null) {
                    plain.add(item);
                    continue;
                }
                switch (directive.asText()) {
                    case PatchDirectives.DELETE -> {
                        byKey.requireKey(item);
                        deleted.add(byKey.identity(item));
                    }
                    case PatchDirectives.REPLACE -> replace = true;
                    case PatchDirectives.MERGE -> throw PatchErrors.mergeOfLists();
                    default -> throw PatchErrors.unknownDirective(directive, (ObjectNode) item);
                }
            }
            current.removeIf(present -> deleted.contains(byKey.identity(present)));
            return replace ? new Split(plain, List.of()) : new Split(current, plain);
        }
    }
}
