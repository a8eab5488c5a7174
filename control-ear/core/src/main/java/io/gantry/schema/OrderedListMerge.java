package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Merges the lists for which a patch carries {@code $setElementOrder/LIST}, and puts them into that order. */
final class OrderedListMerge {

    private OrderedListMerge() {}

    /** Takes the directives and their lists out of the patch and merges them into the target. */
    static void apply(ObjectNode target, ObjectNode patch, Schema schema) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(patch.properties())) {
            PatchDirectives.orderOf(entry.getKey()).ifPresent(name -> {
                patch.remove(entry.getKey());
                merge(target, patch, PatchFields.of(schema, name), list(entry.getValue()));
            });
        }
    }

    private static void merge(ObjectNode target, ObjectNode patch, Field field, ArrayNode order) {
        Optional<ArrayNode> current =
                Optional.ofNullable(target.get(field.name())).map(OrderedListMerge::list);
        Optional<ArrayNode> patched =
                Optional.ofNullable(patch.get(field.name())).map(OrderedListMerge::list);
        patched.ifPresent(list -> requireOrder(list, order, field.patch().mergeKey()));
        patch.remove(field.name());
        if (current.isEmpty() && patched.isEmpty()) {
            return;
        }
        List<JsonNode> before = current.map(ListMerge::items).orElse(List.of());
        ArrayNode merged = merged(current, patched, field);
        target.set(
                field.name(),
                merged.arrayNode()
                        .addAll(new ElementOrder(field.patch().mergeKey())
                                .arrange(ListMerge.items(merged), ListMerge.items(order), before)));
    }

    private static ArrayNode merged(Optional<ArrayNode> current, Optional<ArrayNode> patched, Field field) {
        if (current.isEmpty()) {
            return (ArrayNode)
                    PatchDirectives.withoutDirectives(patched.orElseThrow()).orElseThrow();
        }
        return patched.map(list -> ListMerge.merge(current.get(), list, field)).orElseGet(current::get);
    }

    /** The items of the patch must all stand in the order list, in the same sequence. */
    private static void requireOrder(ArrayNode patch, ArrayNode order, String key) {
        if (patch.isEmpty() || order.isEmpty()) {
            return;
        }
        ElementOrder items = new ElementOrder(key);
        int at = 0;
        for (JsonNode item : patch) {
            if (item.has(PatchDirectives.PATCH)) {
                continue;
            }
            while (at < order.size() && !same(items, item, order.get(at))) {
                at++;
            }
            if (at++ >= order.size()) {
                throw PatchErrors.orderMismatch(patch, order);
            }
        }
    }

    private static boolean same(ElementOrder items, JsonNode left, JsonNode right) {
        if (!items.key().isEmpty()) {
            items.requireKey(left);
            items.requireKey(right);
        }
        return items.same(left, right);
    }

    private static ArrayNode list(JsonNode value) {
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw PatchErrors.notAList(value);
    }
}
