package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;

/** The schema of a custom resource as OpenAPI shows it; what the server adds to every object is put in. */
public final class PublishedSchema {

    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

    /** Beyond what OpenAPI 2.0 has, or what kubectl makes of it. */
    private static final List<String> ONLY_V3 = List.of("allOf", "oneOf", "anyOf", "not");

    private PublishedSchema() {}

    /** Everything. */
    public static ObjectNode v3(JsonNode source) {
        return withTypeAndMetadata(source.deepCopy(), "#/components/schemas/");
    }

    /** Without alternatives, and without types where kubectl would take too narrow a view. */
    public static ObjectNode v2(JsonNode source) {
        ObjectNode root = source.deepCopy();
        simplify(root);
        if (Nodes.text(root, "type").isEmpty()) {
            root.put("type", "object");
        }
        return withTypeAndMetadata(root, "#/definitions/");
    }

    private static void simplify(ObjectNode schema) {
        schema.remove(ONLY_V3);
        if (schema.path(INT_OR_STRING).asBoolean()) {
            schema.remove("type");
        }
        if (schema.path("nullable").asBoolean()) {
            schema.remove(List.of("type", "items", "properties"));
        }
        schema.remove("nullable");
        if (schema.path(PRESERVE).asBoolean()) {
            schema.remove(List.of("items", "properties"));
            if (Nodes.text(schema, "type").equals("object")) {
                schema.remove("type");
            }
        }
        if (Nodes.text(schema, "type").equals("array") && !schema.has("items")) {
            schema.remove("type");
        }
        requireOnlyWhatMayNotBeNull(schema);
        schema.path("properties").forEach(PublishedSchema::simplifyIfObject);
        simplifyIfObject(schema.path("items"));
        simplifyIfObject(schema.path("additionalProperties"));
    }

    private static void simplifyIfObject(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            simplify(schema);
        }
    }

    private static void requireOnlyWhatMayNotBeNull(ObjectNode schema) {
        if (!schema.has("required")) {
            return;
        }
        ArrayNode left = Json.MAPPER.createArrayNode();
        for (String name : Nodes.texts(schema, "required")) {
            if (!schema.path("properties").path(name).path("nullable").asBoolean()) {
                left.add(name);
            }
        }
        if (left.isEmpty()
                || schema.path("additionalProperties").path("nullable").asBoolean()) {
            schema.remove("required");
        } else {
            schema.set("required", left);
        }
    }

    private static ObjectNode withTypeAndMetadata(ObjectNode schema, String prefix) {
        ObjectNode properties = Json.object();
        properties
                .putObject("apiVersion")
                .put("description", "The version of the schema that this object is written in, with its API group.")
                .put("type", "string");
        properties
                .putObject("kind")
                .put("description", "The kind of this object, in CamelCase.")
                .put("type", "string");
        properties
                .putObject("metadata")
                .put("description", "Standard metadata of every object.")
                .put("$ref", prefix + "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        if (prefix.contains("components")) {
            ObjectNode metadata = Json.object().put("description", "Standard metadata of every object.");
            metadata.putArray("allOf")
                    .addObject()
                    .set("$ref", properties.path("metadata").path("$ref"));
            properties.set("metadata", metadata);
        }
        boolean known = schema.path("properties").isObject();
        if (known) {
            schema.path("properties")
                    .properties()
                    .forEach(entry -> properties.putIfAbsent(entry.getKey(), entry.getValue()));
        }
        schema.set("properties", properties);
        return schema;
    }
}
