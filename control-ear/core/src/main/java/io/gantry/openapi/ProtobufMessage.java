package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes one protobuf message, field by field; what is absent or empty is left out, as proto3 does. */
final class ProtobufMessage {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
        void run() throws IOException;
    }

    ProtobufMessage text(int field, JsonNode value) {
        return text(field, value.asText(""));
    }

    ProtobufMessage text(int field, String value) {
        return value.isEmpty() ? this : write(() -> out.writeString(field, value));
    }

    /** A repeated field. */
    ProtobufMessage texts(int field, JsonNode values) {
        values.forEach(value -> write(() -> out.writeString(field, value.asText())));
        return this;
    }

    ProtobufMessage flag(int field, JsonNode value) {
        return value.asBoolean() ? write(() -> out.writeBool(field, true)) : this;
    }

    /** One of several alternatives, which counts as given even when it is false. */
    ProtobufMessage truth(int field, boolean value) {
        return write(() -> out.writeBool(field, value));
    }

    /** Like {@link #truth}: given even when it is empty. */
    ProtobufMessage word(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    /** Like {@link #truth}: given even when it is zero. */
    ProtobufMessage number(int field, double value) {
        return write(() -> out.writeDouble(field, value));
    }

    ProtobufMessage count(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    ProtobufMessage message(int field, ProtobufMessage value) {
        return write(() -> out.writeByteArray(field, value.toBytes()));
    }

    byte[] toBytes() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private ProtobufMessage write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
