package io.gantry.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.gantry.object.Json;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;

/**
 * Turns a message into the JSON that upstream's types would write. Two things are not the same in both forms: Go writes fields that
 * hold zero into protobuf but not into JSON, and what JSON has inline is a message of its own.
 */
final class MessageTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private MessageTree() {}

    static ObjectNode of(Message message) {
        ObjectNode tree = Json.object();
        message.getAllFields().forEach((field, value) -> add(tree, field, value));
        return tree;
    }

    private static void add(ObjectNode tree, FieldDescriptor field, Object value) {
        JsonField json = JsonField.of(field);
        if (field.isMapField()) {
            tree.set(json.name(), map((List<?>) value));
        } else if (field.isRepeated()) {
            ArrayNode list = tree.putArray(json.name());
            ((List<?>) value).forEach(item -> list.add(node(field, item)));
        } else if (isMessage(field)) {
            addMessage(tree, json, node(field, value));
        } else {
            JsonNode node = node(field, value);
            if (json.tellsZero() || !isZero(node)) {
                tree.set(json.name(), node);
            }
        }
    }

    private static void addMessage(ObjectNode tree, JsonField json, JsonNode node) {
        if (json.inline()) {
            tree.setAll((ObjectNode) node);
        } else if (!node.isNull()) {
            tree.set(json.name(), node);
        }
    }

    private static ObjectNode map(List<?> entries) {
        ObjectNode tree = Json.object();
        for (Object each : entries) {
            Message entry = (Message) each;
            Descriptor type = entry.getDescriptorForType();
            FieldDescriptor value = type.findFieldByName("value");
            tree.set(String.valueOf(entry.getField(type.findFieldByName("key"))), node(value, entry.getField(value)));
        }
        return tree;
    }

    private static JsonNode node(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case STRING -> NODES.textNode((String) value);
            case INT -> NODES.numberNode((Integer) value);
            case LONG -> number((Long) value);
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case DOUBLE -> Json.number(BigDecimal.valueOf((Double) value));
            case FLOAT -> NODES.numberNode((Float) value);
            case BYTE_STRING -> NODES.textNode(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> throw new IllegalArgumentException("the API has no enumerations in protobuf");
            case MESSAGE -> {
                Message message = (Message) value;
                yield SpecialTypes.node(message).orElseGet(() -> of(message));
            }
        };
    }

    /** As a JSON parser makes it: trees are compared. */
    private static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    private static boolean isZero(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue().isEmpty();
            case NUMBER -> node.doubleValue() == 0;
            case BOOLEAN -> !node.booleanValue();
            default -> false;
        };
    }

    /** As OpenAPI names types: {@code k8s.io.api.core.v1.Pod} is {@code io.k8s.api.core.v1.Pod}. */
    static String typeName(Descriptor type) {
        return type.getFullName()
                .replaceFirst("^k8s\\.io\\.", "io.k8s.")
                .replace("apiextensions_apiserver", "apiextensions-apiserver")
                .replace("kube_aggregator", "kube-aggregator");
    }
}
