package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.TreeMap;

/**
 * Equality of trees by what they mean: a field that is absent, null, or an empty list or map is the same, and so are numbers of
 * equal value. It is upstream's semantic deep equality, except that quantities are compared as they are written.
 */
public final class SemanticJson {

    private SemanticJson() {}

    public static boolean same(JsonNode one, JsonNode other) {
        return canonical(one).equals(canonical(other));
    }

    /** The tree with its keys sorted, its empty fields left out and its numbers in one form: equal meaning gives equal text. */
    public static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            return canonicalObject(node);
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> array.add(canonical(item)));
            return array;
        }
        if (node.isNumber()) {
            BigDecimal value = node.decimalValue().stripTrailingZeros();
            return JsonNodeFactory.instance.textNode("#" + value.toPlainString());
        }
        return node;
    }

    private static ObjectNode canonicalObject(JsonNode node) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(field -> {
            JsonNode value = canonical(field.getValue());
            if (!isNothing(value)) {
                sorted.put(field.getKey(), value);
            }
        });
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        sorted.forEach(object::set);
        return object;
    }

    /** A list item or a nested map that says nothing may still count, so only whole empty fields go. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isMissingNode() || (value.isContainerNode() && value.isEmpty());
    }
}
