package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(item -> (indexOf(patchOrder, item) < 0 ? others : named).add(item));
        named.sort(Comparator.comparingInt(item -> indexOf(patchOrder, item)));
        others.sort(Comparator.comparingInt(item -> indexOf(currentOrder, item)));
        return weave(others, named, currentOrder);
    }

    /** An item of the others comes next when the list had it before the next named one. */
    private List<JsonNode> weave(List<JsonNode> others, List<JsonNode> named, List<JsonNode> currentOrder) {
        List<JsonNode> woven = new ArrayList<>();
        int other = 0;
        int next = 0;
        while (other < others.size() && next < named.size()) {
            int otherAt = indexOf(currentOrder, others.get(other));
            int nextAt = indexOf(currentOrder, named.get(next));
            boolean otherFirst = otherAt >= 0 && nextAt >= 0 && otherAt < nextAt;
            woven.add(otherFirst ? others.get(other++) : named.get(next++));
        }
        woven.addAll(others.subList(other, others.size()));
        woven.addAll(named.subList(next, named.size()));
        return woven;
    }

    int indexOf(List<JsonNode> list, JsonNode item) {
        for (int i = 0; i < list.size(); i++) {
            if (same(list.get(i), item)) {
                return i;
            }
        }
        return -1;
    }

    boolean same(JsonNode left, JsonNode right) {
        return key.isEmpty() ? equal(left, right) : equal(left.path(key), right.path(key));
    }

    /** Numbers are equal by value, however they were read. */
    private static boolean equal(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        return left.equals(right);
    }

    void requireKey(JsonNode item) {
        if (!item.has(key)) {
            throw PatchErrors.noMergeKey(item, key);
        }
    }
}
