package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.BodyDocument.JsonBody;
import io.gantry.api.BodyDocument.YamlBody;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufBody;
import io.gantry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Reads a request's body as one JSON object, whichever of the supported types it is written in. */
final class BodyReader {

    private static final int SUMMARY = 30;
    private static final List<String> TYPE = List.of("kind", "apiVersion");
    private static final String NO_TYPE = "couldn't get version/kind; json parse error: ";

    private BodyReader() {}

    /** Throws UnsupportedMediaType, RequestEntityTooLarge or BadRequest. */
    static BodyDocument read(ApiRequest request, String kind) {
        try {
            return document(request);
        } catch (MalformedBodyException e) {
            throw StatusException.badRequest("the object provided is unrecognized (must be of type " + kind + "): "
                    + e.getMessage() + " (" + summary(request.body()) + ")");
        }
    }

    static void checkSize(ApiRequest request) {
        if (request.body().length > ApiRequest.BODY_LIMIT) {
            throw tooLarge("limit is " + ApiRequest.BODY_LIMIT);
        }
    }

    static StatusException tooLarge(String why) {
        return StatusException.of(413, "RequestEntityTooLarge", "Request entity too large: " + why);
    }

    /** Of whatever kind it is to be. Throws UnsupportedMediaType or RequestEntityTooLarge. */
    static BodyDocument document(ApiRequest request) throws MalformedBodyException {
        checkSize(request);
        return switch (mediaType(request)) {
            case "", "application/json" -> {
                JsonDocument document = json(request.body());
                yield new JsonBody(object(document.tree()), document.duplicates());
            }
            case "application/yaml" -> {
                YamlDocument document = YamlDocument.parse(request.body());
                yield new YamlBody(object(document.tree()), document);
            }
            case ProtobufBody.MEDIA_TYPE -> new JsonBody(protobuf(request.body()), List.of());
            default -> throw unsupported("application/json, application/yaml, " + ProtobufBody.MEDIA_TYPE);
        };
    }

    private static JsonDocument json(byte[] body) throws MalformedBodyException {
        try {
            return JsonDocument.parse(body);
        } catch (MalformedBodyException e) {
            throw new MalformedBodyException(NO_TYPE + e.getMessage());
        }
    }

    private static ObjectNode object(JsonNode tree) throws MalformedBodyException {
        if (tree instanceof ObjectNode object) {
            checkType(object);
            return object;
        }
        if (tree.isNull()) {
            // to upstream, an object of which nothing is said
            return Json.object();
        }
        throw new MalformedBodyException(
                NO_TYPE + "json: cannot unmarshal " + kindOf(tree) + " into Go value of type struct");
    }

    /** Whether the body says what it is, or nothing of it. */
    private static void checkType(ObjectNode object) throws MalformedBodyException {
        for (String field : TYPE) {
            JsonNode value = object.path(field);
            if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
                throw new MalformedBodyException(NO_TYPE + "json: cannot unmarshal " + kindOf(value)
                        + " into Go struct field ." + field + " of type string");
            }
        }
        String apiVersion = object.path("apiVersion").asText("");
        if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            throw new MalformedBodyException("unexpected GroupVersion string: " + apiVersion);
        }
    }

    private static ObjectNode protobuf(byte[] body) throws MalformedBodyException {
        try {
            return ProtobufBody.read(body);
        } catch (IllegalArgumentException e) {
            throw new MalformedBodyException(e.getMessage());
        }
    }

    static String mediaType(ApiRequest request) {
        String type = request.headers().first("Content-Type");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
    }

    static StatusException unsupported(String accepted) {
        return StatusException.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }

    static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            case NULL -> "null";
            case OBJECT, POJO, BINARY, MISSING -> "object";
        };
    }

    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        byte[] start = Arrays.copyOf(body, Math.min(body.length, SUMMARY));
        String text = body[0] == '{'
                ? new String(start, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(start);
        return body.length > SUMMARY ? text + " ..." : text;
    }
}
