package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.customresource.schema.ValueSchema.Additional;
import io.gantry.customresource.schema.ValueSchema.Alternatives;
import io.gantry.customresource.schema.ValueSchema.Extensions;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code openAPIV3Schema} of a custom resource definition that has passed validation. */
public final class SchemaReader {

    private SchemaReader() {}

    /** Throws {@link com.google.re2j.PatternSyntaxException} for a pattern that is none. */
    public static ValueSchema read(JsonNode schema) {
        Map<String, ValueSchema> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), read(entry.getValue())));
        return new ValueSchema(
                types(schema),
                schema.path("nullable").asBoolean(),
                Formats.supported(schema),
                properties,
                additional(schema.path("additionalProperties")),
                optional(schema.path("items")),
                Optional.ofNullable(schema.get("default")).filter(value -> !value.isNull()),
                Bounds.read(schema),
                new Alternatives(
                        all(schema.path("allOf")),
                        all(schema.path("anyOf")),
                        all(schema.path("oneOf")),
                        optional(schema.path("not"))),
                extensions(schema));
    }

    private static Set<String> types(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return Set.of("integer", "string");
        }
        String type = Nodes.text(schema, "type");
        return type.isEmpty() ? Set.of() : Set.of(type);
    }

    private static Additional additional(JsonNode node) {
        if (node.isObject()) {
            return new Additional.Values(read(node));
        }
        if (!node.isBoolean()) {
            return new Additional.Unsaid();
        }
        return node.booleanValue() ? new Additional.Any() : new Additional.Refused();
    }

    private static Optional<ValueSchema> optional(JsonNode node) {
        return node.isObject() ? Optional.of(read(node)) : Optional.empty();
    }

    private static List<ValueSchema> all(JsonNode array) {
        List<ValueSchema> schemas = new ArrayList<>();
        array.forEach(item -> schemas.add(read(item)));
        return List.copyOf(schemas);
    }

    private static Extensions extensions(JsonNode schema) {
        return new Extensions(
                schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                schema.path("x-kubernetes-embedded-resource").asBoolean(),
                schema.path("x-kubernetes-int-or-string").asBoolean(),
                Nodes.text(schema, "x-kubernetes-map-type").equals("atomic"),
                Nodes.text(schema, "x-kubernetes-list-type"),
                Nodes.texts(schema, "x-kubernetes-list-map-keys"),
                Nodes.objects(schema, "x-kubernetes-validations").stream()
                        .map(ValidationRule::read)
                        .toList());
    }
}
