package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import java.util.Map;

/**
 * What becomes of empty lists and maps in objects of built-in kinds. Rules and defaults see them. Upstream's encoder leaves most of them
 * out; those in fields without {@code omitempty} it shows while they are in memory, and what was stored comes back as null. Items of
 * lists and values of maps stay, be they empty.
 */
public enum EmptyCollections {

    /** As objects are stored: left out, or null. */
    WRITTEN {
        @Override
        boolean leaves(Field field) {
            return false;
        }
    },

    /** As objects on their way to the store are shown: left out, or empty. */
    SHOWN {
        @Override
        boolean leaves(Field field) {
            return field.isWrittenWhenEmpty();
        }
    };

    abstract boolean leaves(Field field);

    /** The object in this form: itself when it is, else a copy. */
    public ObjectNode in(ObjectSchema schema, ObjectNode object) {
        if (!isIn(schema, object)) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        put(schema, copy);
        return copy;
    }

    /** Changes the object in place. */
    public void put(ObjectSchema schema, ObjectNode object) {
        object.properties().removeIf(entry -> {
            Field field = entry.getValue().isContainerNode() ? schema.fields().get(entry.getKey()) : null;
            if (field == null) {
                return false;
            }
            putBelow(field.schema(), entry.getValue());
            if (!goes(field, entry.getValue())) {
                return false;
            }
            entry.setValue(NullNode.instance);
            return !field.isWrittenWhenEmpty();
        });
    }

    private void putBelow(Schema schema, JsonNode value) {
        switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> put(type, object);
            case MapSchema map -> value.forEach(item -> putBelow(map.values(), item));
            case ListSchema list -> value.forEach(item -> putBelow(list.items(), item));
            default -> {}
        }
    }

    private boolean isIn(Schema schema, JsonNode value) {
        return switch (schema) {
            case ObjectSchema type when value instanceof ObjectNode object -> isInFields(type, object);
            case MapSchema map -> isInItems(map.values(), value);
            case ListSchema list -> isInItems(list.items(), value);
            default -> false;
        };
    }

    private boolean isInFields(ObjectSchema type, ObjectNode object) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (isOrIsIn(type, entry.getKey(), entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private boolean isInItems(Schema items, JsonNode value) {
        for (JsonNode item : value) {
            if (isIn(items, item)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOrIsIn(ObjectSchema type, String name, JsonNode value) {
        Field field = value.isContainerNode() ? type.fields().get(name) : null;
        return field != null && (goes(field, value) || isIn(field.schema(), value));
    }

    private boolean goes(Field field, JsonNode value) {
        return value.isEmpty()
                && (field.schema() instanceof ListSchema || field.schema() instanceof MapSchema)
                && !leaves(field);
    }
}
