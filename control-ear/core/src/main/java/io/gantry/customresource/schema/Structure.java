package io.gantry.customresource.schema;

import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.PatchStrategy;
import io.gantry.schema.Schema;
import io.gantry.schema.Schema.ListType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The structure of a custom resource in the terms of built-in kinds: what server-side apply needs to know of it. */
public final class Structure {

    private Structure() {}

    /** An object, be it said that it is one or not. */
    public static ObjectSchema of(ValueSchema schema) {
        Map<String, Field> fields = new LinkedHashMap<>();
        schema.properties().forEach((name, property) -> fields.put(name, field(schema, name, property)));
        boolean keeps =
                schema.extensions().preservesUnknown() || schema.extensions().embedded();
        return new ObjectSchema(
                "",
                keeps,
                () -> new ObjectSchema.Content("", fields, schema.extensions().atomicMap()));
    }

    private static Field field(ValueSchema parent, String name, ValueSchema property) {
        boolean required = parent.bounds().required().contains(name);
        return new Field(name, value(property), "", required, PatchStrategy.NONE, property.defaultValue(), "");
    }

    private static Schema value(ValueSchema schema) {
        if (schema.extensions().intOrString()) {
            return new Schema.IntOrStringSchema();
        }
        String type = schema.types().stream().findFirst().orElse("");
        return switch (type) {
            case "object" -> object(schema);
            case "array" -> list(schema);
            case "string" -> new Schema.StringSchema("", List.of());
            case "integer" -> new Schema.IntegerSchema(64);
            case "number" -> new Schema.NumberSchema();
            case "boolean" -> new Schema.BooleanSchema();
            default -> new Schema.AnySchema();
        };
    }

    private static Schema object(ValueSchema schema) {
        if (schema.allowsOtherKeys()) {
            Schema values = schema.additionalSchema().map(Structure::value).orElseGet(Schema.AnySchema::new);
            return new Schema.MapSchema(values, schema.extensions().atomicMap());
        }
        boolean open = schema.properties().isEmpty() && schema.extensions().preservesUnknown();
        return open && !schema.extensions().atomicMap() ? new Schema.AnySchema() : of(schema);
    }

    private static Schema list(ValueSchema schema) {
        Schema items = schema.items().map(Structure::value).orElseGet(Schema.AnySchema::new);
        ListType type = switch (schema.extensions().listType()) {
            case "set" -> ListType.SET;
            case "map" -> ListType.MAP;
            case "atomic" -> ListType.ATOMIC;
            default -> ListType.UNSET;
        };
        return new Schema.ListSchema(items, type, schema.extensions().mapKeys());
    }
}
