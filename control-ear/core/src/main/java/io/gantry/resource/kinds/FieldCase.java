package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Names of fields with a large or a small first letter, all the way down: one annotation has them as upstream's code names them. */
final class FieldCase {

    private FieldCase() {}

    static JsonNode upper(JsonNode node) {
        return renamed(node, name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }

    static JsonNode lower(JsonNode node) {
        return renamed(node, name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    }

    private static JsonNode renamed(JsonNode node, UnaryOperator<String> name) {
        if (node instanceof ObjectNode object) {
            ObjectNode result = object.objectNode();
            object.properties().stream()
                    .filter(field ->
                            !field.getValue().isNull() && !field.getKey().isEmpty())
                    .forEach(field -> result.set(name.apply(field.getKey()), renamed(field.getValue(), name)));
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = array.arrayNode();
            array.forEach(element -> result.add(renamed(element, name)));
            return result;
        }
        return node;
    }
}
