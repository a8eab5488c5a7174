package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import java.util.Iterator;
import java.util.Map;

/** Drops the fields that a schema does not know. */
public final class Pruner {

    private Pruner() {}

    /** Changes the object in place. */
    public static void prune(ObjectSchema schema, ObjectNode object) {
        Iterator<Map.Entry<String, JsonNode>> entries = object.properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            Field field = schema.fields().get(entry.getKey());
            if (field != null) {
                value(field.schema(), entry.getValue());
            } else if (!schema.keepsUnknownFields()) {
                entries.remove();
            }
        }
    }

    private static void value(Schema schema, JsonNode value) {
        switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> prune(type, object);
            case MapSchema map -> value.forEach(item -> value(map.values(), item));
            case ListSchema list -> value.forEach(item -> value(list.items(), item));
            default -> {}
        }
    }
}
