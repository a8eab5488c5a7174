package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.schema.Field;
import io.gantry.schema.Schemas;
import java.util.List;

/** The schema of a custom resource as OpenAPI shows it; what the server adds to every object is put in. */
public final class PublishedSchema {

    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    /** In upstream's words, which clients look for; the model classes say nothing of the field. */
    private static final String METADATA = "Standard object's metadata. More info:"
            + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

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
        if (source.path(PRESERVE).asBoolean()) {
            // kubectl would refuse what is not among the properties
            return Json.object().put("type", "object");
        }
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
        completeEmbedded(schema.path("properties"), prefix);
        addTypeAndMetadata(schema, prefix);
        return schema;
    }

    /** Objects within an object have a type and metadata as well; where unknown fields are kept, OpenAPI 2.0 must not name any. */
    private static void completeEmbedded(JsonNode properties, String prefix) {
        properties.forEach(property -> completeEmbeddedIn(property, prefix));
    }

    private static void completeEmbeddedIn(JsonNode node, String prefix) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        completeEmbedded(schema.path("properties"), prefix);
        completeEmbeddedIn(schema.path("items"), prefix);
        completeEmbeddedIn(schema.path("additionalProperties"), prefix);
        boolean open = schema.path(PRESERVE).asBoolean() && !isV3(prefix);
        if (schema.path(EMBEDDED).asBoolean() && !open) {
            addTypeAndMetadata(schema, prefix);
        }
    }

    private static void addTypeAndMetadata(ObjectNode schema, String prefix) {
        ObjectNode properties = Json.object();
        for (String name : List.of("apiVersion", "kind")) {
            properties.putObject(name).put("description", description(name)).put("type", "string");
        }
        ObjectNode metadata = properties.putObject("metadata").put("description", METADATA);
        ObjectNode reference = Json.object().put("$ref", prefix + "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        if (isV3(prefix)) {
            metadata.putArray("allOf").add(reference);
        } else {
            metadata.setAll(reference);
        }
        schema.path("properties")
                .properties()
                .forEach(entry -> properties.putIfAbsent(entry.getKey(), entry.getValue()));
        schema.set("properties", properties);
    }

    private static boolean isV3(String prefix) {
        return prefix.contains("components");
    }

    /** What the built-in kinds say of a field that every object has. */
    public static String description(String field) {
        return Schemas.builtIn()
                .find("io.k8s.api.core.v1.Pod")
                .flatMap(pod -> pod.field(field))
                .map(Field::description)
                .orElseThrow();
    }
}
