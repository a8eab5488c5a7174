package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;

/** Fills absent fields with the defaults of the schema, below objects that are present. Idempotent. */
public final class Defaulter {

    private Defaulter() {}

    /** Changes the object in place. */
    public static void applyDefaults(ObjectSchema schema, ObjectNode object) {
        object.properties().forEach(entry -> {
            Field field = schema.fields().get(entry.getKey());
            if (field != null) {
                value(field.schema(), entry.getValue());
            }
        });
        for (Field field : schema.defaulted()) {
            JsonNode value = object.get(field.name());
            if (value == null || field.isAbsence(value)) {
                object.set(field.name(), field.defaultValue().orElseThrow());
            }
        }
    }

    private static void value(Schema schema, JsonNode value) {
        switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> applyDefaults(type, object);
            case MapSchema map -> value.forEach(item -> value(map.values(), item));
            case ListSchema list -> value.forEach(item -> value(list.items(), item));
            default -> {}
        }
    }
}
