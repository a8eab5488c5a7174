package io.gantry.store.postgres;

import io.gantry.store.StoreEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The groups that this instance committed last: its own cache reads them here and not from the database. A group holds every event of
 * its range of revisions, so groups that join without a gap are the log.
 */
final class OwnCommits {

    private static final long MAX_BYTES = 16L << 20;

    /**
     * One committed group.
     *
     * @param base revision before its first
     * @param events in order; not empty
     */
    record Group(long base, List<StoreEvent> events) {

        long last() {
            return events.getLast().revision();
        }

        long bytes() {
            return events.stream()
                    .mapToLong(event -> event.object().encoded().length)
                    .sum();
        }
    }

    private final Deque<Group> groups = new ArrayDeque<>();
    private long bytes;

    synchronized void add(Group group) {
        if (!groups.isEmpty() && groups.getLast().last() != group.base()) {
            clear(); // another instance wrote in between, or the store was restored: older groups no longer join
        }
        groups.addLast(group);
        bytes += group.bytes();
        while (bytes > MAX_BYTES) {
            bytes -= groups.removeFirst().bytes();
        }
    }

    private void clear() {
        groups.clear();
        bytes = 0;
    }

    /** The newest revision that is known here, 0 when there is none. */
    synchronized long last() {
        return groups.isEmpty() ? 0 : groups.getLast().last();
    }

    /** Events after the revision, at most {@code limit}; empty when the next one is not known here. */
    synchronized List<StoreEvent> after(long revision, int limit) {
        List<StoreEvent> found = new ArrayList<>();
        if (groups.isEmpty() || revision < groups.getFirst().base()) {
            return found;
        }
        for (Group group : newerThan(revision)) {
            for (StoreEvent event : group.events()) {
                if (event.revision() > revision && found.size() < limit) {
                    found.add(event);
                }
            }
        }
        return found;
    }

    /** From the newest backwards: who follows misses the last ones only. */
    private Deque<Group> newerThan(long revision) {
        Deque<Group> newer = new ArrayDeque<>();
        for (Iterator<Group> back = groups.descendingIterator(); back.hasNext(); ) {
            Group group = back.next();
            if (group.last() <= revision) {
                break;
            }
            newer.addFirst(group);
        }
        return newer;
    }
}
