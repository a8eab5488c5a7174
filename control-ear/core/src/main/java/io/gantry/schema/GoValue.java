package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as upstream's messages print them. */
public final class GoValue {

    private GoValue() {}

    /** As {@code %T}. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING, BINARY -> "string";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case NULL, MISSING -> "<nil>";
        };
    }

    /** As {@code %v}. */
    public static String plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO ->
                sorted(value).entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + plain(entry.getValue()))
                        .collect(Collectors.joining(" ", "map[", "]"));
            case ARRAY -> value.valueStream().map(GoValue::plain).collect(Collectors.joining(" ", "[", "]"));
            case NULL, MISSING -> "<nil>";
            case STRING, NUMBER, BOOLEAN, BINARY -> value.asText();
        };
    }

    /** As {@code %#v}. */
    public static String literal(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO ->
                sorted(value).entrySet().stream()
                        .map(entry -> '"' + entry.getKey() + "\":" + literal(entry.getValue()))
                        .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
            case ARRAY ->
                value.valueStream().map(GoValue::literal).collect(Collectors.joining(", ", "[]interface {}{", "}"));
            case NULL, MISSING -> "interface {}(nil)";
            case STRING, NUMBER, BOOLEAN, BINARY -> value.toString();
        };
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }
}
