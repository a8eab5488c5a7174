package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;

/** The words in angle brackets of a case: its parameters, its namespace and what it remembered. */
final class Variables {

    private final Map<String, JsonNode> values;

    Variables(Map<String, JsonNode> parameters) {
        this.values = new HashMap<>(parameters);
    }

    void put(String name, JsonNode value) {
        values.put(name, value);
    }

    String in(String text) {
        String filled = text;
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            filled = filled.replace("<" + value.getKey() + ">", value.getValue().asText());
        }
        return filled;
    }

    /** A text that is nothing but one variable becomes its value, whatever type that has. */
    JsonNode in(JsonNode node) {
        if (node.isTextual()) {
            return inText(node.asText());
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> filled.add(in(element)));
            return filled;
        }
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> filled.set(in(field.getKey()), in(field.getValue())));
            return filled;
        }
        return node;
    }

    private JsonNode inText(String text) {
        if (text.startsWith("<") && text.endsWith(">")) {
            JsonNode whole = values.get(text.substring(1, text.length() - 1));
            if (whole != null) {
                return whole.isContainerNode() ? in(whole) : whole;
            }
        }
        return TextNode.valueOf(in(text));
    }
}
