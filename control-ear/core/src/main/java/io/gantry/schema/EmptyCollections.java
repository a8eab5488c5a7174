package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import java.util.Map;

/**
 * Takes empty lists and maps from objects of built-in kinds: they are seen by rules and defaults, and not written, as upstream's encoder
 * leaves them out. Items of lists and values of maps stay, be they empty.
 */
public final class EmptyCollections {

    private EmptyCollections() {}

    /** The object itself when it has none, else a copy. */
    public static ObjectNode without(ObjectSchema schema, ObjectNode object) {
        if (!isIn(schema, object)) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        drop(schema, copy);
        return copy;
    }

    /** Changes the object in place. */
    public static void drop(ObjectSchema schema, ObjectNode object) {
        object.properties().removeIf(entry -> {
            Field field = schema.fields().get(entry.getKey());
            if (field == null) {
                return false;
            }
            dropBelow(field.schema(), entry.getValue());
            return isEmpty(field.schema(), entry.getValue());
        });
    }

    private static void dropBelow(Schema schema, JsonNode value) {
        switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> drop(type, object);
            case MapSchema map -> value.forEach(item -> dropBelow(map.values(), item));
            case ListSchema list -> value.forEach(item -> dropBelow(list.items(), item));
            default -> {}
        }
    }

    private static boolean isIn(Schema schema, JsonNode value) {
        return switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> isInFields(type, object);
            case MapSchema map -> isInItems(map.values(), value);
            case ListSchema list -> isInItems(list.items(), value);
            default -> false;
        };
    }

    private static boolean isInFields(ObjectSchema type, ObjectNode object) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (isOrIsIn(type, entry.getKey(), entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInItems(Schema items, JsonNode value) {
        for (JsonNode item : value) {
            if (isIn(items, item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOrIsIn(ObjectSchema type, String name, JsonNode value) {
        Field field = type.fields().get(name);
        return field != null && (isEmpty(field.schema(), value) || isIn(field.schema(), value));
    }

    private static boolean isEmpty(Schema schema, JsonNode value) {
        return value.isContainerNode()
                && value.isEmpty()
                && (schema instanceof ListSchema || schema instanceof MapSchema);
    }
}
