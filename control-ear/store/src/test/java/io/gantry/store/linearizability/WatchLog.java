package io.gantry.store.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one watcher was told, over all its connections: from where it began, and every event since. After it lost its place, it lists
 * again and begins anew. Thread-safe.
 */
public final class WatchLog {

    /** An event, as told or as logged. */
    public record Event(long revision, String type, String key, String value) {}

    private record Stretch(long start, List<Event> events) {}

    private final List<Stretch> stretches = new ArrayList<>();

    public synchronized void beginsAt(long revision) {
        stretches.add(new Stretch(revision, new ArrayList<>()));
    }

    public synchronized void tells(Event event) {
        stretches.getLast().events().add(event);
    }

    /** Where a connection that replaces the last one goes on. */
    public synchronized long reached() {
        Stretch last = stretches.getLast();
        return last.events().isEmpty() ? last.start() : last.events().getLast().revision();
    }

    /**
     * What is wrong with it: events missed, told twice, out of order, or other than they were.
     *
     * @param written every write, in order
     */
    public synchronized List<String> faults(List<Event> written) {
        NavigableMap<Long, Event> log = new TreeMap<>();
        written.forEach(event -> log.put(event.revision(), event));
        List<String> faults = new ArrayList<>();
        for (Stretch stretch : stretches) {
            long last = stretch.start();
            for (Event event : stretch.events()) {
                if (event.revision() <= last) {
                    faults.add("told after " + last + ": " + event);
                    continue;
                }
                log.subMap(last, false, event.revision(), false)
                        .values()
                        .forEach(missed -> faults.add("missed " + missed));
                if (!event.equals(log.get(event.revision()))) {
                    faults.add("told " + event + " but it was " + log.get(event.revision()));
                }
                last = event.revision();
            }
        }
        return faults;
    }
}
