package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.Json;
import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.PatchStrategy;
import io.gantry.schema.Schema;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.ListType;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.NumberSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes schemas as OpenAPI does, with upstream's extensions. */
final class TypeWriter {

    /** Parts of an object that are never absent, only empty. */
    private static final Set<String> PARTS = Set.of("metadata", "spec", "status");

    private final Dialect dialect;
    private final Consumer<ObjectSchema> references;

    /**
     * A writer.
     *
     * @param references is told each type that the written ones refer to
     */
    TypeWriter(Dialect dialect, Consumer<ObjectSchema> references) {
        this.dialect = dialect;
        this.references = references;
    }

    /** A type as it stands among the definitions. */
    ObjectNode definition(ObjectSchema type) {
        ObjectNode node = Json.object();
        if (!type.description().isEmpty()) {
            node.put("description", type.description());
        }
        if (!OpaqueTypes.isAnyJson(type)) {
            node.put("type", "object");
        }
        ObjectNode properties = Json.object();
        type.fields().values().forEach(field -> {
            properties.set(field.name(), property(type, field, OpaqueTypes.of(type, field.name())));
        });
        List<String> required = SchemaNotes.required(
                type,
                type.fields().values().stream()
                        .filter(Field::required)
                        .map(Field::name)
                        .toList());
        if (!properties.isEmpty()) {
            node.set("properties", properties);
        }
        if (!required.isEmpty()) {
            required.forEach(node.putArray("required")::add);
        }
        if (type.atomic()) {
            node.put("x-kubernetes-map-type", "atomic");
        }
        if (type.keepsUnknownFields()) {
            node.put("x-kubernetes-preserve-unknown-fields", true);
        }
        Unions.of(type).ifPresent(union -> node.set(Unions.EXTENSION, union));
        return node;
    }

    private ObjectNode property(ObjectSchema type, Field field, Optional<ObjectSchema> opaque) {
        ObjectNode node = described(type, field, schema(field.schema(), opaque));
        // upstream's version 2 knows no defaults
        if (dialect == Dialect.V3) {
            field.defaultValue().or(() -> zero(type, field)).ifPresent(value -> node.set("default", value));
        }
        SchemaNotes.marker(type, field.name()).ifPresent(marker -> node.put(marker.getKey(), marker.getValue()));
        PatchStrategy patch = field.patch();
        if (!patch.mergeKey().isEmpty()) {
            node.put("x-kubernetes-patch-merge-key", patch.mergeKey());
        }
        if (!patch.strategies().isEmpty()) {
            node.put("x-kubernetes-patch-strategy", patch.text());
        }
        return node;
    }

    /** What upstream's encoder writes for a field that is not there, and that these parts are always there. */
    private Optional<JsonNode> zero(ObjectSchema owner, Field field) {
        if (field.schema() instanceof ObjectSchema type && !type.name().isEmpty() && PARTS.contains(field.name())) {
            return Optional.of(Json.object());
        }
        if (!field.isWrittenWhenEmpty() && !SchemaNotes.statesZero(owner, field.name())) {
            return Optional.empty();
        }
        return switch (field.schema()) {
            case StringSchema text when text.format().equals("byte") -> Optional.empty();
            case StringSchema text -> Optional.of(TextNode.valueOf(""));
            case IntegerSchema integer -> Optional.of(IntNode.valueOf(0));
            case BooleanSchema bool -> Optional.of(BooleanNode.FALSE);
            case ObjectSchema type -> Optional.of(Json.object());
            case MapSchema map -> Optional.empty();
            case ListSchema list -> Optional.empty();
            case NumberSchema number -> Optional.empty();
            case IntOrStringSchema either -> Optional.empty();
            case QuantitySchema quantity -> Optional.empty();
            case DateTimeSchema time -> Optional.empty();
            case AnySchema any -> Optional.empty();
        };
    }

    /** In version 3 a reference cannot have neighbours, so it is wrapped when it has any. */
    private ObjectNode described(ObjectSchema owner, Field field, ObjectNode node) {
        String description = field.description().isEmpty()
                        && field.schema() instanceof ObjectSchema type
                        && !SchemaNotes.isUndescribed(owner, field.name())
                ? type.description()
                : field.description();
        ObjectNode described = node;
        if (node.has("$ref") && dialect == Dialect.V3 && !description.isEmpty()) {
            described = Json.object();
            described.putArray("allOf").add(node);
        }
        if (!description.isEmpty()) {
            described.put("description", description);
        }
        return described;
    }

    /** @param opaque what any JSON in it is called */
    private ObjectNode schema(Schema schema, Optional<ObjectSchema> opaque) {
        return switch (schema) {
            case ObjectSchema type when type.name().isEmpty() -> definition(type);
            case ObjectSchema type -> named(type);
            case MapSchema map -> map(map, opaque);
            case ListSchema list -> list(list, opaque);
            case StringSchema text -> text(text);
            case IntegerSchema integer -> type("integer").put("format", "int" + integer.bits());
            case NumberSchema number -> type("number").put("format", "double");
            case BooleanSchema bool -> type("boolean");
            case IntOrStringSchema either -> reference(CommonTypes.INT_OR_STRING);
            case QuantitySchema quantity -> reference(CommonTypes.QUANTITY);
            case DateTimeSchema time -> reference(time.micro() ? CommonTypes.MICRO_TIME : CommonTypes.TIME);
            case AnySchema any -> opaque.map(this::named).orElseGet(() -> type("object"));
        };
    }

    private ObjectNode named(ObjectSchema type) {
        references.accept(type);
        return reference(type.name());
    }

    ObjectNode reference(String type) {
        return Json.object().put("$ref", dialect.reference(type));
    }

    private ObjectNode map(MapSchema map, Optional<ObjectSchema> opaque) {
        ObjectNode node = type("object");
        node.set("additionalProperties", schema(map.values(), opaque));
        if (map.atomic()) {
            node.put("x-kubernetes-map-type", "atomic");
        }
        return node;
    }

    private ObjectNode list(ListSchema list, Optional<ObjectSchema> opaque) {
        ObjectNode node = type("array");
        node.set("items", schema(list.items(), opaque));
        if (!list.mapKeys().isEmpty()) {
            list.mapKeys().forEach(node.putArray("x-kubernetes-list-map-keys")::add);
        }
        if (list.type() != ListType.UNSET) {
            node.put("x-kubernetes-list-type", list.type().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static ObjectNode text(StringSchema text) {
        ObjectNode node = type("string");
        if (!text.format().isEmpty()) {
            node.put("format", text.format());
        }
        List<String> allowed = text.allowed();
        if (!allowed.isEmpty()) {
            allowed.forEach(node.putArray("enum")::add);
        }
        return node;
    }

    private static ObjectNode type(String type) {
        return Json.object().put("type", type);
    }
}
