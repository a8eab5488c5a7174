package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;

/** What the protobuf messages of gnostic (google/gnostic) for versions 2 and 3 of OpenAPI have in common. */
final class Gnostic {

    private static final String EXTENSION = "x-";

    private Gnostic() {}

    /** An entry of what is a map in JSON. */
    static ProtobufMessage named(String name, ProtobufMessage value) {
        return new ProtobufMessage().text(1, name).message(2, value);
    }

    /** Adds what is beyond OpenAPI, such as {@code x-kubernetes-action}. */
    static void extensions(ProtobufMessage message, int field, JsonNode node) {
        node.properties().forEach(each -> {
            if (each.getKey().startsWith(EXTENSION)) {
                message.message(field, named(each.getKey(), any(each.getValue())));
            }
        });
    }

    /** Any value, as YAML, of which JSON is a part. */
    static ProtobufMessage any(JsonNode value) {
        return new ProtobufMessage().text(2, value.toString());
    }
}
