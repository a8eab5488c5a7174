package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.AtomicList;
import io.gantry.apply.ValueType.ListKey;
import io.gantry.apply.ValueType.MapList;
import io.gantry.apply.ValueType.Scalar;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.apply.ValueType.SetList;
import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schema;
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
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** Finds how the values of a schema are owned. Types are made once for each object schema, and forgotten with it. */
public final class ValueTypes {

    private final Map<ObjectSchema, ObjectType> objects = new WeakHashMap<>();
    private final EmbeddedObjects embedded = EmbeddedObjects.builtIn();

    /** The type of objects without a schema. */
    public static ValueType untyped() {
        return new AnyType();
    }

    public ObjectType of(ObjectSchema schema) {
        synchronized (objects) {
            return objects.computeIfAbsent(schema, key -> ObjectType.of(key, embedded.of(key.name()), this));
        }
    }

    ValueType of(Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> of(object);
            case MapSchema map -> ObjectType.of(map, this);
            case ListSchema list -> list(list);
            case StringSchema text -> new ScalarType(Scalar.STRING);
            case IntegerSchema integer -> new ScalarType(Scalar.NUMERIC);
            case NumberSchema number -> new ScalarType(Scalar.NUMERIC);
            case BooleanSchema bool -> new ScalarType(Scalar.BOOLEAN);
            case IntOrStringSchema either -> new ScalarType(Scalar.UNTYPED);
            case QuantitySchema quantity -> new ScalarType(Scalar.UNTYPED);
            case DateTimeSchema time -> new ScalarType(Scalar.UNTYPED);
            case AnySchema any -> new AnyType();
        };
    }

    private ValueType list(ListSchema schema) {
        ValueType items = of(schema.items());
        return switch (schema.type()) {
            case ATOMIC, UNSET -> new AtomicList(items);
            case SET -> new SetList(items);
            case MAP ->
                new MapList(
                        items,
                        schema.mapKeys().stream()
                                .map(key -> new ListKey(key, missing(schema.items(), key)))
                                .toList());
        };
    }

    /** What an item without one of its keys has: the default of the schema, or in a built-in type what is never absent. */
    private static Optional<JsonNode> missing(Schema items, String key) {
        if (!(items instanceof ObjectSchema object)) {
            return Optional.empty();
        }
        return object.field(key).flatMap(field -> missing(object, field));
    }

    private static Optional<JsonNode> missing(ObjectSchema type, Field field) {
        if (field.defaultValue().isPresent() || !field.required() || !isBuiltIn(type)) {
            return field.defaultValue();
        }
        return switch (field.schema()) {
            case StringSchema text -> Optional.of(JsonNodeFactory.instance.textNode(""));
            case IntegerSchema integer -> Optional.of(JsonNodeFactory.instance.numberNode(0));
            default -> Optional.empty();
        };
    }

    /** The structures of built-in types have zero values; custom resources are what was sent. */
    static boolean isBuiltIn(ObjectSchema type) {
        return type.name().startsWith("io.k8s.");
    }
}
