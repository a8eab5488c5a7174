package io.gantry.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Writes objects and events as {@code application/vnd.kubernetes.protobuf}. */
public final class ProtobufOutput {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    // fields of apimachinery's runtime.Unknown and runtime.TypeMeta, and of meta/v1 WatchEvent and runtime.RawExtension
    private static final int TYPE_META = 1;
    private static final int RAW = 2;
    private static final int API_VERSION = 1;
    private static final int KIND = 2;
    private static final int EVENT_TYPE = 1;
    private static final int EVENT_OBJECT = 2;
    private static final int EXTENSION_RAW = 1;

    private ProtobufOutput() {}

    /** Whether objects of a kind have a message. */
    public static boolean isKnown(String apiVersion, String kind) {
        return MessageTypes.ofObjects(apiVersion, kind).isPresent();
    }

    /** An object with its envelope. Its kind must be known. */
    public static byte[] object(JsonNode object) {
        String apiVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        Descriptor type = MessageTypes.ofObjects(apiVersion, kind)
                .orElseThrow(() -> new IllegalArgumentException("no protobuf for " + apiVersion + " " + kind));
        return envelope(apiVersion, kind, TreeMessage.of(type, object).toByteString());
    }

    /**
     * A list with its envelope.
     *
     * @param head kind, version and metadata of the list
     */
    public static byte[] list(JsonNode head, Iterable<? extends JsonNode> items) {
        String apiVersion = head.path("apiVersion").asText();
        String kind = head.path("kind").asText();
        Descriptor type = MessageTypes.ofObjects(apiVersion, kind)
                .orElseThrow(() -> new IllegalArgumentException("no protobuf for " + apiVersion + " " + kind));
        FieldDescriptor field = type.findFieldByName("items");
        ByteString.Output raw = ByteString.newOutput();
        write(raw, out -> {
            TreeMessage.of(type, head).writeTo(out);
            for (JsonNode item : items) {
                // one by one: a list's messages need not all be in memory
                out.writeMessage(field.getNumber(), TreeMessage.of(field.getMessageType(), item));
            }
        });
        return envelope(apiVersion, kind, raw.toByteString());
    }

    /** An event of a watch, behind its length. */
    public static byte[] event(String type, byte[] object) {
        ByteString.Output extension = ByteString.newOutput();
        write(extension, out -> out.writeByteArray(EXTENSION_RAW, object));
        ByteArrayOutputStream event = new ByteArrayOutputStream(object.length + 32);
        write(event, out -> {
            out.writeString(EVENT_TYPE, type);
            out.writeBytes(EVENT_OBJECT, extension.toByteString());
        });
        return ByteBuffer.allocate(Integer.BYTES + event.size())
                .putInt(event.size())
                .put(event.toByteArray())
                .array();
    }

    private static byte[] envelope(String apiVersion, String kind, ByteString raw) {
        ByteString.Output typeMeta = ByteString.newOutput();
        write(typeMeta, out -> {
            out.writeString(API_VERSION, apiVersion);
            out.writeString(KIND, kind);
        });
        ByteArrayOutputStream body = new ByteArrayOutputStream(raw.size() + 128);
        body.writeBytes(MAGIC);
        write(body, out -> {
            out.writeBytes(TYPE_META, typeMeta.toByteString());
            out.writeBytes(RAW, raw);
        });
        return body.toByteArray();
    }

    private interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }

    private static void write(OutputStream to, Writing writing) {
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(to);
            writing.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
