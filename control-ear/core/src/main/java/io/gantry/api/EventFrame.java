package io.gantry.api;

import io.gantry.protobuf.ProtobufOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an event stands around its object. */
interface EventFrame {

    /**
     * A line of JSON: a prefix, the object's own bytes and a suffix, so that all watchers of an object share what was encoded once when
     * it was stored.
     */
    EventFrame TEXT = new EventFrame() {

        private static final byte[] END = bytes("}\n");
        private static final Map<String, byte[]> PREFIXES = Stream.of(
                        "ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR")
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), type -> bytes("{\"type\":\"" + type + "\",\"object\":")));

        @Override
        public void add(String type, byte[] object, List<byte[]> frames) {
            frames.add(PREFIXES.get(type));
            frames.add(object);
            frames.add(END);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    };

    /** A message behind its length. */
    EventFrame MESSAGE = (type, object, frames) -> frames.add(ProtobufOutput.event(type, object));

    /** @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR */
    void add(String type, byte[] object, List<byte[]> frames);
}
