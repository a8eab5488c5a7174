package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.Json;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.NumberSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;
import java.util.Iterator;
import java.util.Map;

/**
 * Makes of an object of a built-in kind what upstream's decoder would make of it, so that what means the same is the same: null is
 * absent, so is the zero of a field that cannot be absent in Go or else its absence is zero or null ({@link ZeroValue}), quantities and
 * times are in canonical form. Empty lists and maps stay, since rules and defaults tell them from absence; {@link EmptyCollections}
 * drops them from what is written. Expects an object without findings of {@link SchemaChecker}; what does not fit the schema is left alone.
 * Idempotent.
 */
public final class Normalizer {

    private Normalizer() {}

    /** Changes the object in place. */
    public static void normalize(ObjectSchema schema, ObjectNode object) {
        Iterator<Map.Entry<String, JsonNode>> entries = object.properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            Field field = schema.fields().get(entry.getKey());
            if (field == null) {
                continue;
            }
            JsonNode value = entry.getValue();
            if (field.isAbsence(value)) {
                entries.remove();
            } else {
                entry.setValue(value(field.schema(), value));
            }
        }
        for (Field field : schema.written()) {
            if (!object.has(field.name())) {
                object.set(field.name(), absence(field.schema()));
            }
        }
    }

    /** What absence is written as: in Go, lists, maps and bytes may be nil. */
    private static JsonNode absence(Schema schema) {
        boolean mayBeNil = schema instanceof ListSchema
                || schema instanceof MapSchema
                || (schema instanceof StringSchema text && text.format().equals("byte"));
        return mayBeNil ? NullNode.instance : value(schema, NullNode.instance);
    }

    private static JsonNode value(Schema schema, JsonNode value) {
        if (value.isNull()) {
            JsonNode zero = zero(schema);
            return zero.isNull() ? zero : value(schema, zero);
        }
        switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> normalize(type, object);
            case MapSchema map
            when value instanceof ObjectNode object ->
                object.properties().forEach(entry -> entry.setValue(value(map.values(), entry.getValue())));
            case ListSchema list
            when value instanceof ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, value(list.items(), array.get(i)));
                }
            }
            case QuantitySchema quantity -> {
                return TextNode.valueOf(Quantity.parse(value.asText().trim()).toString());
            }
            case DateTimeSchema time
            when value.isTextual() -> {
                return TextNode.valueOf(Rfc3339.canonical(value.textValue(), time.micro()));
            }
            default -> {}
        }
        return value;
    }

    /** What absence means where there must be a value, and null as an item or a map's value. */
    private static JsonNode zero(Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> Json.object();
            case MapSchema map -> Json.object();
            case ListSchema list -> Json.object().arrayNode();
            case StringSchema text -> TextNode.valueOf("");
            case IntegerSchema integer -> Json.object().numberNode(0);
            case IntOrStringSchema either -> Json.object().numberNode(0);
            case NumberSchema number -> Json.object().numberNode(0);
            case BooleanSchema bool -> Json.object().booleanNode(false);
            case QuantitySchema quantity -> TextNode.valueOf("0");
            case DateTimeSchema time -> Json.object().nullNode();
            case AnySchema any -> Json.object().nullNode();
        };
    }
}
