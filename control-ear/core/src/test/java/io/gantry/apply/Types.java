package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.FieldSet;
import io.gantry.object.Json;
import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.PatchStrategy;
import io.gantry.schema.Schema;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.ListType;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.StringSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small type with one field of every sort. */
final class Types {

    private static final Schema TEXT = new StringSchema("", List.of());

    static final ValueType ALL = new ValueTypes()
            .of(object(Map.of(
                    "metadata", new AnySchema(),
                    "text", TEXT,
                    "number", new IntegerSchema(32),
                    "labels", new MapSchema(TEXT, false),
                    "selector", new MapSchema(TEXT, true),
                    "nested", object(Map.of("a", TEXT, "b", TEXT, "deep", object(Map.of("x", TEXT, "y", TEXT)))),
                    "atomic", new ListSchema(TEXT, ListType.ATOMIC, List.of()),
                    "set", new ListSchema(TEXT, ListType.SET, List.of()),
                    "map",
                            new ListSchema(
                                    object(Map.of("name", TEXT, "value", TEXT, "other", TEXT)),
                                    ListType.MAP,
                                    List.of("name")),
                    "any", new AnySchema())));

    private Types() {}

    static ObjectSchema object(Map<String, Schema> fields) {
        Map<String, Field> named = new LinkedHashMap<>();
        fields.forEach((name, schema) ->
                named.put(name, new Field(name, schema, "", false, PatchStrategy.NONE, Optional.empty(), "")));
        return new ObjectSchema("", () -> new ObjectSchema.Content("", named, false));
    }

    static ObjectNode json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    static String text(FieldSet set) {
        return set.toString().replace('"', '\'');
    }

    /** One version, which needs no conversion. */
    record OneVersion(String apiVersion, ValueType only) implements Versions {

        @Override
        public Optional<ValueType> type(String version) {
            return version.equals(apiVersion) ? Optional.of(only) : Optional.empty();
        }

        @Override
        public ObjectNode convert(ObjectNode object, String from, String to) {
            return object;
        }
    }
}
