package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.WatchStream.Translated;
import io.gantry.api.WatchStream.Type;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes watch events. An event is a prefix, the object's own bytes and a suffix, so that all watchers of an object share what
 * was encoded once when it was stored.
 */
final class EventEncoder {

    /** Tells a client that it has seen all that was there when its watch began (KEP-3157). */
    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private static final byte[] END = bytes("}\n");
    private static final Map<Type, byte[]> PREFIXES = new EnumMap<>(Type.class);

    static {
        for (Type type : Type.values()) {
            PREFIXES.put(type, prefix(type.name()));
        }
    }

    private final ItemEncoder items;

    EventEncoder(ItemEncoder items) {
        this.items = items;
    }

    void encode(Translated event, List<byte[]> frames) {
        add(PREFIXES.get(event.type()), items.event(event.object()), frames);
    }

    void bookmark(long revision, List<byte[]> frames) {
        add(prefix("BOOKMARK"), items.bookmark(metadata(revision)), frames);
    }

    void initialEventsEnd(long revision, List<byte[]> frames) {
        ObjectNode metadata = metadata(revision);
        metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
        add(prefix("BOOKMARK"), items.bookmark(metadata), frames);
    }

    static void error(ObjectNode status, List<byte[]> frames) {
        add(prefix("ERROR"), Json.write(status), frames);
    }

    private static void add(byte[] prefix, byte[] object, List<byte[]> frames) {
        frames.add(prefix);
        frames.add(object);
        frames.add(END);
    }

    private static ObjectNode metadata(long revision) {
        return Json.object().put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
    }

    private static byte[] prefix(String type) {
        return bytes("{\"type\":\"" + type + "\",\"object\":");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
