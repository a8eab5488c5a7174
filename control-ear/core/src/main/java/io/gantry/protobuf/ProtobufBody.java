package io.gantry.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.gantry.object.Json;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads bodies of {@code application/vnd.kubernetes.protobuf}, in which kubectl and Go clients send objects that they have compiled
 * in: four bytes of magic, then an envelope with type and content (apimachinery runtime.Unknown).
 */
public final class ProtobufBody {

    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    // messages are read by their descriptors: the generated classes are of an old compiler with a known weakness
    private static final Descriptor ENVELOPE =
            io.kubernetes.client.proto.Runtime.getDescriptor().findMessageTypeByName("Unknown");

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private ProtobufBody() {}

    /** The object as JSON would say it. Throws IllegalArgumentException, saying what is wrong, when it cannot be read. */
    public static ObjectNode read(byte[] body) {
        if (body.length == 0) {
            throw new IllegalArgumentException("empty data");
        }
        if (!Arrays.equals(body, 0, Math.min(MAGIC.length, body.length), MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException(
                    "provided data does not appear to be a protobuf message, expected prefix "
                            + Arrays.toString(MAGIC).replace(",", ""));
        }
        try {
            return content(DynamicMessage.parseFrom(ENVELOPE, body(body)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("proto: " + e.getMessage(), e);
        }
    }

    private static ByteString body(byte[] body) {
        return ByteString.copyFrom(body, MAGIC.length, body.length - MAGIC.length);
    }

    private static ObjectNode content(DynamicMessage envelope) throws InvalidProtocolBufferException {
        Message typeMeta = (Message) field(envelope, "typeMeta");
        String apiVersion = (String) field(typeMeta, "apiVersion");
        String kind = (String) field(typeMeta, "kind");
        Optional<Descriptor> type = MessageTypes.find(apiVersion, kind);
        if (type.isEmpty()) {
            throw new IllegalArgumentException(
                    "no kind \"" + kind + "\" is registered for version \"" + apiVersion + "\" in protobuf");
        }
        ObjectNode object = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        ByteString raw = (ByteString) field(envelope, "raw");
        object.setAll(MessageTree.of(DynamicMessage.parseFrom(type.get(), raw)));
        return object;
    }

    private static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
