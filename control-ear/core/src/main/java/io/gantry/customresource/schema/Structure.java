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

    /** An object, be it said that it is one or not. */
    public static ObjectSchema of(ValueSchema schema) {
        return new Structure(keeps(schema)).named(schema);
    }

    private final boolean keepsUnknown;

    /** @param keepsUnknown whether what is unknown is kept: said once, it holds for all that is below */
    private Structure(boolean keepsUnknown) {
        this.keepsUnknown = keepsUnknown;
    }

    private static boolean keeps(ValueSchema schema) {
        return schema.extensions().preservesUnknown();
    }

    private ObjectSchema named(ValueSchema schema) {
        Map<String, Field> fields = new LinkedHashMap<>();
        schema.properties().forEach((name, property) -> fields.put(name, field(schema, name, property)));
        return new ObjectSchema(
                "",
                keepsUnknown || schema.extensions().embedded(),
                () -> new ObjectSchema.Content("", fields, schema.extensions().atomicMap()));
    }

    private Field field(ValueSchema parent, String name, ValueSchema property) {
        boolean required = parent.bounds().required().contains(name);
        return new Field(name, value(property), "", required, PatchStrategy.NONE, property.defaultValue(), "");
    }

    private Schema value(ValueSchema schema) {
        if (schema.extensions().intOrString()) {
            // upstream looks for a type only
            return new Schema.AnySchema();
        }
        Structure inner = keeps(schema) ? new Structure(true) : this;
        String type = schema.types().stream().findFirst().orElse("");
        return switch (type) {
            case "object" -> inner.object(schema);
            case "array" -> inner.list(schema);
            case "string" -> new Schema.StringSchema("", List.of());
            case "integer" -> new Schema.IntegerSchema(64);
            case "number" -> new Schema.NumberSchema();
            case "boolean" -> new Schema.BooleanSchema();
            default -> new Schema.AnySchema();
        };
    }

    private Schema object(ValueSchema schema) {
        if (schema.allowsOtherKeys()) {
            Schema values = schema.additionalSchema().map(this::value).orElseGet(Schema.AnySchema::new);
            return new Schema.MapSchema(values, schema.extensions().atomicMap());
        }
        if (!schema.properties().isEmpty()) {
            return named(schema);
        }
        // an object of which nothing is said is free, even if what it holds will be dropped
        return new Schema.MapSchema(new Schema.AnySchema(), schema.extensions().atomicMap());
    }

    private Schema list(ValueSchema schema) {
        Schema items = schema.items().map(this::value).orElseGet(Schema.AnySchema::new);
        ListType type = switch (schema.extensions().listType()) {
            case "set" -> ListType.SET;
            case "map" -> ListType.MAP;
            case "atomic" -> ListType.ATOMIC;
            default -> ListType.UNSET;
        };
        return new Schema.ListSchema(items, type, schema.extensions().mapKeys());
    }
}
