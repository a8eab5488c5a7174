package io.gantry.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.gantry.object.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;

/** Turns the JSON of an object into its message: the way back of {@link MessageTree}. What JSON does not say is absent. */
final class TreeMessage {

    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final long IS_TEXT = 1;

    private TreeMessage() {}

    static DynamicMessage of(Descriptor type, JsonNode tree) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            JsonField json = JsonField.of(field);
            JsonNode value = tree.path(json.name());
            if (json.inline()) {
                DynamicMessage part = of(field.getMessageType(), tree);
                if (!part.getAllFields().isEmpty()) {
                    message.setField(field, part);
                }
            } else if (!value.isMissingNode() && !value.isNull()) {
                set(message, field, value);
            }
        }
        return message.build();
    }

    private static void set(DynamicMessage.Builder message, FieldDescriptor field, JsonNode value) {
        if (field.isMapField()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                message.addRepeatedField(field, entry(field.getMessageType(), entry));
            }
        } else if (field.isRepeated()) {
            value.forEach(item -> message.addRepeatedField(field, value(field, item)));
        } else {
            message.setField(field, value(field, value));
        }
    }

    private static Message entry(Descriptor type, Map.Entry<String, JsonNode> entry) {
        FieldDescriptor value = type.findFieldByName("value");
        DynamicMessage.Builder message =
                DynamicMessage.newBuilder(type).setField(type.findFieldByName("key"), entry.getKey());
        return entry.getValue().isNull()
                ? message.build()
                : message.setField(value, value(value, entry.getValue())).build();
    }

    private static Object value(FieldDescriptor field, JsonNode value) {
        return switch (field.getJavaType()) {
            case STRING -> value.asText();
            case INT -> value.asInt();
            case LONG -> value.asLong();
            case BOOLEAN -> value.asBoolean();
            case DOUBLE -> value.asDouble();
            case FLOAT -> (float) value.asDouble();
            case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(value.asText()));
            case ENUM -> throw new IllegalArgumentException("the API has no enumerations in protobuf");
            case MESSAGE -> message(field.getMessageType(), value);
        };
    }

    private static Message message(Descriptor type, JsonNode value) {
        return switch (type.getFullName()) {
            case "k8s.io.apimachinery.pkg.api.resource.Quantity" -> with(type, "string", value.asText());
            case "k8s.io.apimachinery.pkg.util.intstr.IntOrString" -> intOrString(type, value);
            case META + "Time", META + "MicroTime" -> time(type, value.asText());
            case META + "FieldsV1" -> with(type, "Raw", ByteString.copyFrom(Json.write(value)));
            case META + "Verbs",
                    "k8s.io.api.authentication.v1.ExtraValue",
                    "k8s.io.api.authorization.v1.ExtraValue",
                    "k8s.io.api.certificates.v1.ExtraValue" -> items(type, value);
            case "k8s.io.apimachinery.pkg.runtime.RawExtension", SchemaUnions.TYPES + "JSON" ->
                with(type, "raw", ByteString.copyFrom(Json.write(value)));
            case SchemaUnions.OR_ARRAY, SchemaUnions.OR_BOOLEAN, SchemaUnions.OR_TEXTS ->
                of(type, SchemaUnions.split(type.getFullName(), value));
            default -> of(type, value);
        };
    }

    private static Message with(Descriptor type, String field, Object value) {
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName(field), value)
                .build();
    }

    private static Message intOrString(Descriptor type, JsonNode value) {
        return value.isTextual()
                ? DynamicMessage.newBuilder(type)
                        .setField(type.findFieldByName("type"), IS_TEXT)
                        .setField(type.findFieldByName("strVal"), value.asText())
                        .build()
                : DynamicMessage.newBuilder(type)
                        .setField(type.findFieldByName("type"), 0L)
                        .setField(type.findFieldByName("intVal"), value.asInt())
                        .build();
    }

    private static Message time(Descriptor type, String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("seconds"), time.getEpochSecond())
                .setField(type.findFieldByName("nanos"), time.getNano())
                .build();
    }

    private static Message items(Descriptor type, JsonNode values) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        values.forEach(value -> message.addRepeatedField(type.findFieldByName("items"), value.asText()));
        return message.build();
    }
}
