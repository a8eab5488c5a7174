package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Fills in the defaults of a structural schema (apiextensions, "Defaulting"). A null that may not be null means absent: it becomes the
 * default, or goes.
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
        dropNulls(schema, object);
        schema.properties()
                .forEach((name, property) -> property.defaultValue()
                        .filter(value -> !object.has(name))
                        .ifPresent(value -> object.set(name, value.deepCopy())));
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Optional<ValueSchema> child =
                    Optional.ofNullable(schema.properties().get(entry.getKey())).or(schema::additionalSchema);
            if (child.isEmpty()) {
                continue;
            }
            if (isMisplacedNull(child.get(), entry.getValue())) {
                child.get().defaultValue().ifPresent(value -> entry.setValue(value.deepCopy()));
            }
            apply(child.get(), entry.getValue());
        }
    }

    private static void dropNulls(ValueSchema schema, ObjectNode object) {
        Iterator<Map.Entry<String, JsonNode>> entries = object.properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            ValueSchema property = schema.properties().get(entry.getKey());
            if (property != null
                    && property.defaultValue().isPresent()
                    && isMisplacedNull(property, entry.getValue())) {
                entries.remove();
            }
        }
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
