package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
        ElementOrder key = new ElementOrder(field.patch().mergeKey());
        List<JsonNode> items = ListMerge.items(merged);
        target.set(
                field.name(),
                merged.arrayNode().addAll(key.arrange(items, ListMerge.items(order), places(before, items, key))));
    }

    /**
     * The places by which the list is put in order. kube-apiserver deletes in place, so that what the patch adds takes the places that
     * got free at the end: of [A, B, C] without B and with D, D has C's former place, and C, which the patch does not name, stays before
     * it. When nothing is deleted, what is added has no place.
     */
    private static List<JsonNode> places(List<JsonNode> before, List<JsonNode> merged, ElementOrder key) {
        Set<Object> was = key.positions(before).keySet();
        Set<Object> is = key.positions(merged).keySet();
        return Stream.concat(
                        before.stream().filter(item -> is.contains(key.identity(item))),
                        merged.stream().filter(item -> !was.contains(key.identity(item))))
                .limit(before.size())
                .toList();
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
