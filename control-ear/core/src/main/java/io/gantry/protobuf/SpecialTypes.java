package io.gantry.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.gantry.object.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Types that JSON writes in a way of their own. */
final class SpecialTypes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private SpecialTypes() {}

    /** Empty for types that are plain objects in JSON too. */
    static Optional<JsonNode> node(Message message) {
        return switch (message.getDescriptorForType().getFullName()) {
            case "k8s.io.apimachinery.pkg.api.resource.Quantity" ->
                Optional.of(NODES.textNode(text(message, "string")));
            case "k8s.io.apimachinery.pkg.util.intstr.IntOrString" -> Optional.of(intOrString(message));
            case META + "Time" -> Optional.of(time(message, SECONDS));
            case META + "MicroTime" -> Optional.of(time(message, MICROS));
            case META + "FieldsV1" -> Optional.of(embedded(message, "Raw"));
            case META + "Verbs" -> Optional.of(items(message));
            case "k8s.io.api.authentication.v1.ExtraValue",
                    "k8s.io.api.authorization.v1.ExtraValue",
                    "k8s.io.api.certificates.v1.ExtraValue" -> Optional.of(items(message));
            case "k8s.io.apimachinery.pkg.runtime.RawExtension", SchemaUnions.TYPES + "JSON" ->
                Optional.of(embedded(message, "raw"));
            case SchemaUnions.OR_ARRAY, SchemaUnions.OR_BOOLEAN, SchemaUnions.OR_TEXTS ->
                Optional.of(SchemaUnions.joined(MessageTree.of(message)));
            default -> Optional.empty();
        };
    }

    private static JsonNode intOrString(Message message) {
        boolean isText = (Long) value(message, "type") == 1;
        return isText ? NODES.textNode(text(message, "strVal")) : NODES.numberNode((Integer) value(message, "intVal"));
    }

    /** A time that is not set is an empty message. */
    private static JsonNode time(Message message, DateTimeFormatter format) {
        if (message.getAllFields().isEmpty()) {
            return NODES.nullNode();
        }
        try {
            Instant time = Instant.ofEpochSecond((Long) value(message, "seconds"), (Integer) value(message, "nanos"));
            return NODES.textNode(format.format(time));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("no such time: " + e.getMessage(), e);
        }
    }

    private static JsonNode embedded(Message message, String field) {
        ByteString raw = (ByteString) value(message, field);
        if (raw.isEmpty()) {
            return NODES.nullNode();
        }
        try {
            return Json.MAPPER.readTree(raw.toByteArray());
        } catch (IOException e) {
            throw new IllegalArgumentException("embedded object is no JSON: " + e.getMessage(), e);
        }
    }

    private static JsonNode items(Message message) {
        ArrayNode list = NODES.arrayNode();
        ((List<?>) value(message, "items")).forEach(item -> list.add(String.valueOf(item)));
        return list;
    }

    private static String text(Message message, String field) {
        return (String) value(message, field);
    }

    private static Object value(Message message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }
}
