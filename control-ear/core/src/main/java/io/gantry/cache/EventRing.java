package io.gantry.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The recent events of one resource, bounded in number and in bytes, from which watches resume. */
final class EventRing {

    private final int maxEvents;
    private final long maxBytes;
    private final Deque<CacheEvent> events = new ArrayDeque<>();
    private long bytes;
    private long start;

    /**
     * An empty ring.
     *
     * @param start revision after which the ring holds every event
     * @param maxBytes sum of the encoded objects
     */
    EventRing(long start, int maxEvents, long maxBytes) {
        this.start = start;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    void add(CacheEvent event) {
        events.addLast(event);
        bytes += size(event);
        while (events.size() > maxEvents || (bytes > maxBytes && events.size() > 1)) {
            CacheEvent oldest = events.removeFirst();
            bytes -= size(oldest);
            start = oldest.object().revision();
        }
    }

    /** The revision after which the ring holds every event. */
    long start() {
        return start;
    }

    List<CacheEvent> after(long revision) {
        return events.stream()
                .filter(event -> event.object().revision() > revision)
                .toList();
    }

    private static int size(CacheEvent event) {
        return event.object().encoded().length;
    }
}
