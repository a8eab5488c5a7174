package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.schema.Quantity;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Equality of meaning, as upstream compares decoded objects: what is absent, null or an empty list is the same, and so are quantities of
 * one amount. False, 0, an empty text and an empty object differ from absence: where they do not, the fields of objects as they are
 * written are always there or never (see {@link io.gantry.schema.ZeroValue}).
 */
public final class SemanticEquality {

    private SemanticEquality() {}

    public static boolean same(JsonNode a, JsonNode b) {
        if (isNothing(a) || isNothing(b)) {
            return isNothing(a) && isNothing(b);
        }
        if (a.isObject() && b.isObject()) {
            return sameFields(a, b);
        }
        if (a.isArray() && b.isArray()) {
            return sameElements(a, b);
        }
        return a.equals(b) || (a.isValueNode() && b.isValueNode() && sameAmount(a, b));
    }

    private static boolean sameFields(JsonNode a, JsonNode b) {
        Set<String> names = new HashSet<>();
        a.fieldNames().forEachRemaining(names::add);
        b.fieldNames().forEachRemaining(names::add);
        return names.stream().allMatch(name -> same(a.path(name), b.path(name)));
    }

    private static boolean sameElements(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<JsonNode> others = b.iterator();
        for (JsonNode element : a) {
            if (!same(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    /** A number and its text are the same too: that is how quantities may be written. */
    private static boolean sameAmount(JsonNode a, JsonNode b) {
        if (a.isBoolean() || b.isBoolean()) {
            return false;
        }
        if (a.isTextual() && b.isTextual() && a.textValue().equals(b.textValue())) {
            return true;
        }
        Optional<Quantity> left = Amounts.parse(a);
        return left.isPresent() && left.equals(Amounts.parse(b));
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
    }
}
