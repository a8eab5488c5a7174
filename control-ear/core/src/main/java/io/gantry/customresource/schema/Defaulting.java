package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Fills in the defaults of a structural schema (apiextensions, "Defaulting and Nullable"). A null that may not be null means absent: it
 * becomes the default, or goes when what was sent or stored is read.
 */
public final class Defaulting {

    private Defaulting() {}

    /** Changes a value in place. Idempotent. */
    public static void apply(ValueSchema schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object(schema, object);
        } else if (value instanceof ArrayNode array && schema.items().isPresent()) {
            array(schema.items().get(), array);
        }
    }

    private static void object(ValueSchema schema, ObjectNode object) {
        schema.properties()
                .forEach((name, property) -> property.defaultValue()
                        .filter(value -> !object.has(name) || isMisplacedNull(property, object.get(name)))
                        .ifPresent(value -> object.set(name, value.deepCopy())));
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Optional<ValueSchema> child = child(schema, entry.getKey());
            if (child.isEmpty()) {
                continue;
            }
            if (isMisplacedNull(child.get(), entry.getValue())) {
                child.get().defaultValue().ifPresent(value -> entry.setValue(value.deepCopy()));
            }
            apply(child.get(), entry.getValue());
        }
    }

    /** Drops, in place, the nulls of objects that may not be null and have no default. */
    static void dropNulls(ValueSchema schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties()
                    .removeIf(entry -> child(schema, entry.getKey())
                            .filter(child -> isMisplacedNull(child, entry.getValue())
                                    && child.defaultValue().isEmpty())
                            .isPresent());
            object.properties()
                    .forEach(entry ->
                            child(schema, entry.getKey()).ifPresent(child -> dropNulls(child, entry.getValue())));
        } else if (value instanceof ArrayNode array) {
            schema.items().ifPresent(items -> array.forEach(item -> dropNulls(items, item)));
        }
    }

    private static Optional<ValueSchema> child(ValueSchema schema, String name) {
        return Optional.ofNullable(schema.properties().get(name)).or(schema::additionalSchema);
    }

    private static void array(ValueSchema items, ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
            if (isMisplacedNull(items, array.get(i)) && items.defaultValue().isPresent()) {
                array.set(i, items.defaultValue().get().deepCopy());
            }
            apply(items, array.get(i));
        }
    }

    private static boolean isMisplacedNull(ValueSchema schema, JsonNode value) {
        return value.isNull() && !schema.nullable();
    }
}
