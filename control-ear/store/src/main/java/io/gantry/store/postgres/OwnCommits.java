package io.gantry.store.postgres;

import io.gantry.store.StoreEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The groups that this instance committed last: its own cache reads them here and not from the database. A group holds every event of
 * its range of revisions, so groups that join without a gap are the log.
 */
final class OwnCommits {

    private static final int GROUPS = 128;

    /**
     * One committed group.
     *
     * @param base revision before its first
     * @param events in order
     */
    record Group(long base, List<StoreEvent> events) {
        long last() {
            return events.getLast().revision();
        }
    }

    private final Deque<Group> groups = new ArrayDeque<>();

    synchronized void add(Group group) {
        groups.addLast(group);
        if (groups.size() > GROUPS) {
            groups.removeFirst();
        }
    }

    /** All events after the revision as far as they are known here; empty when the next one is not. */
    synchronized Optional<List<StoreEvent>> after(long revision, int limit) {
        List<StoreEvent> events = new ArrayList<>();
        long reached = revision;
        for (Group group : groups) {
            if (group.base() == reached && events.size() < limit) {
                events.addAll(group.events());
                reached = group.last();
            }
        }
        return events.isEmpty() ? Optional.empty() : Optional.of(events);
    }

    synchronized long last() {
        return groups.isEmpty() ? 0 : groups.getLast().last();
    }
}
