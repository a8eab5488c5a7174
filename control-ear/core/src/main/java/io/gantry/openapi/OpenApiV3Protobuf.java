package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * An OpenAPI 3.0 document as protobuf: that of gnostic (google/gnostic, OpenAPIv3.proto, whose field numbers these are). A default
 * that is an object or a list has no place in it.
 */
final class OpenApiV3Protobuf {

    private static final Map<String, Integer> OPERATIONS =
            Map.of("get", 4, "put", 5, "post", 6, "delete", 7, "options", 8, "head", 9, "patch", 10, "trace", 11);
    private static final Map<String, Integer> FLAGS = Map.of(
            "nullable", 1,
            "readOnly", 3,
            "writeOnly", 4,
            "deprecated", 8,
            "exclusiveMaximum", 12,
            "exclusiveMinimum", 14,
            "uniqueItems", 20);
    private static final Map<String, Integer> NUMBERS = Map.of("multipleOf", 10, "maximum", 11, "minimum", 13);
    private static final Map<String, Integer> COUNTS = Map.of(
            "maxLength", 15, "minLength", 16, "maxItems", 18, "minItems", 19, "maxProperties", 21, "minProperties", 22);
    private static final Map<String, Integer> TEXTS =
            Map.of("title", 9, "pattern", 17, "type", 25, "description", 34, "format", 35);
    private static final Map<String, Integer> ALTERNATIVES = Map.of("allOf", 26, "oneOf", 27, "anyOf", 28);

    private OpenApiV3Protobuf() {}

    /** Translates the document's JSON. */
    static byte[] of(ObjectNode document) {
        ProtobufMessage info = new ProtobufMessage()
                .text(1, document.path("info").path("title"))
                .text(6, document.path("info").path("version"));
        JsonNode components = document.path("components");
        ProtobufMessage parts = new ProtobufMessage();
        if (components.has("schemas")) {
            parts.message(1, each(components.path("schemas"), 1, OpenApiV3Protobuf::schemaOrReference));
        }
        parts.message(7, each(components.path("securitySchemes"), 1, OpenApiV3Protobuf::securityScheme));
        return new ProtobufMessage()
                .text(1, document.path("openapi"))
                .message(2, info)
                .message(4, each(document.path("paths"), 1, OpenApiV3Protobuf::pathItem))
                .message(5, parts)
                .toBytes();
    }

    /** A list of named values. */
    private static ProtobufMessage each(JsonNode values, int field, Function<JsonNode, ProtobufMessage> translation) {
        ProtobufMessage message = new ProtobufMessage();
        values.properties()
                .forEach(entry ->
                        message.message(field, Gnostic.named(entry.getKey(), translation.apply(entry.getValue()))));
        return message;
    }

    /** The first of two alternatives, of which the second is a reference. */
    private static ProtobufMessage first(ProtobufMessage value) {
        return new ProtobufMessage().message(1, value);
    }

    private static ProtobufMessage securityScheme(JsonNode scheme) {
        return first(new ProtobufMessage()
                .text(1, scheme.path("type"))
                .text(2, scheme.path("description"))
                .text(3, scheme.path("name"))
                .text(4, scheme.path("in")));
    }

    private static ProtobufMessage pathItem(JsonNode path) {
        ProtobufMessage item = new ProtobufMessage();
        path.properties().forEach(field -> {
            if (OPERATIONS.containsKey(field.getKey())) {
                item.message(OPERATIONS.get(field.getKey()), operation(field.getValue()));
            }
        });
        path.path("parameters").forEach(parameter -> item.message(13, parameter(parameter)));
        return item;
    }

    private static ProtobufMessage operation(JsonNode operation) {
        ProtobufMessage message = new ProtobufMessage()
                .texts(1, operation.path("tags"))
                .text(3, operation.path("description"))
                .text(5, operation.path("operationId"));
        operation.path("parameters").forEach(parameter -> message.message(6, parameter(parameter)));
        JsonNode body = operation.path("requestBody");
        if (body.isObject()) {
            message.message(
                    7,
                    first(new ProtobufMessage()
                            .message(2, content(body.path("content")))
                            .flag(3, body.path("required"))));
        }
        message.message(8, each(operation.path("responses"), 2, OpenApiV3Protobuf::response));
        Gnostic.extensions(message, 13, operation);
        return message;
    }

    private static ProtobufMessage parameter(JsonNode parameter) {
        return first(new ProtobufMessage()
                .text(1, parameter.path("name"))
                .text(2, parameter.path("in"))
                .text(3, parameter.path("description"))
                .flag(4, parameter.path("required"))
                .message(10, schemaOrReference(parameter.path("schema"))));
    }

    private static ProtobufMessage response(JsonNode response) {
        ProtobufMessage message = new ProtobufMessage().text(1, response.path("description"));
        if (response.has("content")) {
            message.message(3, content(response.path("content")));
        }
        return first(message);
    }

    private static ProtobufMessage content(JsonNode content) {
        return each(content, 1, type -> new ProtobufMessage().message(1, schemaOrReference(type.path("schema"))));
    }

    private static ProtobufMessage schemaOrReference(JsonNode schema) {
        return schema.path("$ref").isTextual()
                ? new ProtobufMessage().message(2, new ProtobufMessage().text(1, schema.path("$ref")))
                : first(schema(schema));
    }

    private static ProtobufMessage schema(JsonNode schema) {
        ProtobufMessage message = new ProtobufMessage();
        fields(schema, FLAGS, message::flag);
        fields(schema, NUMBERS, (field, value) -> message.number(field, value.asDouble()));
        fields(schema, COUNTS, (field, value) -> message.count(field, value.asLong()));
        fields(schema, TEXTS, message::text);
        message.texts(23, schema.path("required"));
        schema.path("enum").forEach(value -> message.message(24, Gnostic.any(value)));
        ALTERNATIVES.forEach((name, field) ->
                schema.path(name).forEach(choice -> message.message(field, schemaOrReference(choice))));
        if (schema.has("not")) {
            message.message(29, schema(schema.path("not")));
        }
        if (schema.has("items")) {
            message.message(30, first(schemaOrReference(schema.path("items"))));
        }
        if (schema.has("properties")) {
            message.message(31, each(schema.path("properties"), 1, OpenApiV3Protobuf::schemaOrReference));
        }
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            message.message(32, first(schemaOrReference(additional)));
        } else if (additional.isBoolean()) {
            message.message(32, new ProtobufMessage().truth(2, additional.asBoolean()));
        }
        defaultValue(message, schema.path("default"));
        Gnostic.extensions(message, 36, schema);
        return message;
    }

    private static void fields(JsonNode schema, Map<String, Integer> numbers, BiConsumer<Integer, JsonNode> write) {
        numbers.forEach((name, field) -> {
            if (schema.has(name)) {
                write.accept(field, schema.get(name));
            }
        });
    }

    private static void defaultValue(ProtobufMessage message, JsonNode value) {
        if (value.isNumber()) {
            message.message(33, new ProtobufMessage().number(1, value.asDouble()));
        } else if (value.isBoolean()) {
            message.message(33, new ProtobufMessage().truth(2, value.asBoolean()));
        } else if (value.isTextual()) {
            message.message(33, new ProtobufMessage().word(3, value.asText()));
        }
    }
}
