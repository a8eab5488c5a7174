package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The OpenAPI 2.0 document in the only form that Go clients ask for: the protobuf of gnostic (google/gnostic, OpenAPIv2.proto, whose
 * field numbers these are).
 */
final class OpenApiV2Protobuf {

    private static final Map<String, Integer> OPERATIONS =
            Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "options", 6, "head", 7, "patch", 8);

    private OpenApiV2Protobuf() {}

    /** Translates the document's JSON. */
    static byte[] of(ObjectNode document) {
        ProtobufMessage info = new ProtobufMessage()
                .text(1, document.path("info").path("title"))
                .text(2, document.path("info").path("version"));
        ProtobufMessage paths = new ProtobufMessage();
        document.path("paths")
                .properties()
                .forEach(path -> paths.message(2, Gnostic.named(path.getKey(), pathItem(path.getValue()))));
        ProtobufMessage parameters = new ProtobufMessage();
        document.path("parameters")
                .properties()
                .forEach(each -> parameters.message(1, Gnostic.named(each.getKey(), parameter(each.getValue()))));
        return new ProtobufMessage()
                .text(1, document.path("swagger"))
                .message(2, info)
                .message(8, paths)
                .message(9, schemas(document.path("definitions")))
                .message(10, parameters)
                .toBytes();
    }

    private static ProtobufMessage pathItem(JsonNode path) {
        ProtobufMessage item = new ProtobufMessage();
        path.properties().forEach(field -> {
            if (OPERATIONS.containsKey(field.getKey())) {
                item.message(OPERATIONS.get(field.getKey()), operation(field.getValue()));
            }
        });
        path.path("parameters").forEach(parameter -> item.message(9, parametersItem(parameter)));
        return item;
    }

    private static ProtobufMessage operation(JsonNode operation) {
        ProtobufMessage message = new ProtobufMessage()
                .texts(1, operation.path("tags"))
                .text(3, operation.path("description"))
                .text(5, operation.path("operationId"))
                .texts(6, operation.path("produces"))
                .texts(7, operation.path("consumes"));
        operation.path("parameters").forEach(parameter -> message.message(8, parametersItem(parameter)));
        message.message(9, responses(operation.path("responses")));
        Gnostic.extensions(message, 13, operation);
        return message;
    }

    /** A parameter, or a reference to one. */
    private static ProtobufMessage parametersItem(JsonNode parameter) {
        return parameter.has("$ref")
                ? new ProtobufMessage().message(2, new ProtobufMessage().text(1, parameter.get("$ref")))
                : new ProtobufMessage().message(1, parameter(parameter));
    }

    private static ProtobufMessage parameter(JsonNode parameter) {
        return parameter.path("in").asText().equals("body")
                ? new ProtobufMessage().message(1, bodyParameter(parameter))
                : new ProtobufMessage().message(2, nonBodyParameter(parameter));
    }

    private static ProtobufMessage bodyParameter(JsonNode parameter) {
        return new ProtobufMessage()
                .text(1, parameter.path("description"))
                .text(2, parameter.path("name"))
                .text(3, parameter.path("in"))
                .flag(4, parameter.path("required"))
                .message(5, schema(parameter.path("schema")));
    }

    private static ProtobufMessage nonBodyParameter(JsonNode parameter) {
        boolean inPath = parameter.path("in").asText().equals("path");
        ProtobufMessage message = new ProtobufMessage()
                .flag(1, parameter.path("required"))
                .text(2, parameter.path("in"))
                .text(3, parameter.path("description"))
                .text(4, parameter.path("name"))
                .text(inPath ? 5 : 6, parameter.path("type"));
        return new ProtobufMessage().message(inPath ? 4 : 3, message);
    }

    private static ProtobufMessage responses(JsonNode responses) {
        ProtobufMessage message = new ProtobufMessage();
        responses.properties().forEach(entry -> {
            ProtobufMessage response =
                    new ProtobufMessage().text(1, entry.getValue().path("description"));
            if (entry.getValue().has("schema")) {
                response.message(
                        2,
                        new ProtobufMessage().message(1, schema(entry.getValue().path("schema"))));
            }
            message.message(1, Gnostic.named(entry.getKey(), new ProtobufMessage().message(1, response)));
        });
        return message;
    }

    /** Definitions or Properties: both are lists of named schemas. */
    private static ProtobufMessage schemas(JsonNode schemas) {
        ProtobufMessage message = new ProtobufMessage();
        schemas.properties().forEach(each -> message.message(1, Gnostic.named(each.getKey(), schema(each.getValue()))));
        return message;
    }

    private static ProtobufMessage schema(JsonNode schema) {
        ProtobufMessage message = new ProtobufMessage()
                .text(1, schema.path("$ref"))
                .text(2, schema.path("format"))
                .text(4, schema.path("description"));
        if (schema.has("default")) {
            message.message(5, Gnostic.any(schema.get("default")));
        }
        message.texts(19, schema.path("required"));
        schema.path("enum").forEach(value -> message.message(20, Gnostic.any(value)));
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            message.message(21, new ProtobufMessage().message(1, schema(additional)));
        }
        if (schema.has("type")) {
            message.message(22, new ProtobufMessage().text(1, schema.path("type")));
        }
        if (schema.has("items")) {
            message.message(23, new ProtobufMessage().message(1, schema(schema.path("items"))));
        }
        if (schema.has("properties")) {
            message.message(25, schemas(schema.path("properties")));
        }
        Gnostic.extensions(message, 31, schema);
        return message;
    }
}
