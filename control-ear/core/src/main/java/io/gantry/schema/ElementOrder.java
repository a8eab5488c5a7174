package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a merged list: items that the patch names stand in the patch's order, the others keep theirs and are woven in
 * where the list had them.
 *
 * @param key the field by which objects are the same, empty for scalars
 */
record ElementOrder(String key) {

    /**
     * Arranges merged items.
     *
     * @param patchOrder the order that the patch wants
     * @param currentOrder the order before the patch
     */
    List<JsonNode> arrange(List<JsonNode> merged, List<JsonNode> patchOrder, List<JsonNode> currentOrder) {
        Map<Object, Integer> inPatch = positions(patchOrder);
        Map<Object, Integer> inCurrent = positions(currentOrder);
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(item -> (at(inPatch, item) < 0 ? others : named).add(item));
        named.sort(Comparator.comparingInt(item -> at(inPatch, item)));
        others.sort(Comparator.comparingInt(item -> at(inCurrent, item)));
        return weave(others, named, inCurrent);
    }

    /** An item of the others comes next when the list had it before the next named one. */
    private List<JsonNode> weave(List<JsonNode> others, List<JsonNode> named, Map<Object, Integer> inCurrent) {
        List<JsonNode> woven = new ArrayList<>();
        int other = 0;
        int next = 0;
        while (other < others.size() && next < named.size()) {
            int otherAt = at(inCurrent, others.get(other));
            int nextAt = at(inCurrent, named.get(next));
            boolean otherFirst = otherAt >= 0 && nextAt >= 0 && otherAt < nextAt;
            woven.add(otherFirst ? others.get(other++) : named.get(next++));
        }
        woven.addAll(others.subList(other, others.size()));
        woven.addAll(named.subList(next, named.size()));
        return woven;
    }

    /** Where each item stands first, by {@link #identity}. */
    Map<Object, Integer> positions(List<JsonNode> list) {
        Map<Object, Integer> positions = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            positions.putIfAbsent(identity(list.get(i)), i);
        }
        return positions;
    }

    private int at(Map<Object, Integer> positions, JsonNode item) {
        return positions.getOrDefault(identity(item), -1);
    }

    /** Equal for items that are the same. Numbers are equal by value, however they were read. */
    Object identity(JsonNode item) {
        JsonNode identity = key.isEmpty() ? item : item.path(key);
        return identity.isNumber() ? identity.decimalValue().stripTrailingZeros() : identity;
    }

    boolean same(JsonNode left, JsonNode right) {
        return identity(left).equals(identity(right));
    }

    void requireKey(JsonNode item) {
        if (!item.has(key)) {
            throw PatchErrors.noMergeKey(item, key);
        }
    }
}
