package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.WatchStream.Translated;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufOutput;
import java.util.List;

/** Writes watch events: what each says of an object, in the client's encoding. */
final class EventEncoder {

    /** Tells a client that it has seen all that was there when its watch began (KEP-3157). */
    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final ItemEncoder items;
    private final EventFrame frame;

    EventEncoder(ItemEncoder items, OutputFormat format) {
        this.items = items;
        this.frame = format.protobuf() ? EventFrame.MESSAGE : EventFrame.TEXT;
    }

    void encode(Translated event, List<byte[]> frames) {
        frame.add(event.type().name(), items.event(event.object()), frames);
    }

    void bookmark(long revision, List<byte[]> frames) {
        frame.add("BOOKMARK", items.bookmark(metadata(revision)), frames);
    }

    void initialEventsEnd(long revision, List<byte[]> frames) {
        ObjectNode metadata = metadata(revision);
        metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
        frame.add("BOOKMARK", items.bookmark(metadata), frames);
    }

    void error(ObjectNode status, List<byte[]> frames) {
        frame.add("ERROR", frame == EventFrame.MESSAGE ? ProtobufOutput.object(status) : Json.write(status), frames);
    }

    private static ObjectNode metadata(long revision) {
        return Json.object().put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
    }
}
