package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.store.ObjectStore;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads from the store's log what the ring no longer holds, for a watch that resumes far back. */
final class LogReplay {

    /** Events of all resources that one replay may read: beyond it, listing again is cheaper. */
    private static final int MAX_SCANNED = 100_000;

    private static final int BATCH = 1000;

    private final ObjectStore store;

    LogReplay(ObjectStore store) {
        this.store = store;
    }

    /**
     * The events of a resource after one revision and up to another. Throws {@link RevisionCompactedException} when the log does
     * not hold them, or when there are too many.
     *
     * @param limit events that the watcher can take at once
     */
    List<CacheEvent> events(GroupResource resource, Optional<String> namespace, long after, long upTo, int limit) {
        List<StoreEvent> found = scan(resource, namespace, after, upTo);
        if (found.size() > limit) {
            throw new RevisionCompactedException(after, upTo);
        }
        return withPrevious(found, after);
    }

    private List<StoreEvent> scan(GroupResource resource, Optional<String> namespace, long after, long upTo) {
        List<StoreEvent> found = new ArrayList<>();
        long reached = after;
        for (int scanned = 0; reached < upTo; ) {
            List<StoreEvent> batch = store.eventsAfter(reached, BATCH);
            scanned += batch.size();
            if (scanned > MAX_SCANNED) {
                throw new RevisionCompactedException(after, upTo);
            }
            batch.stream()
                    .filter(event -> event.revision() <= upTo)
                    .filter(event -> event.key().resource().equals(resource))
                    .filter(event -> namespace.isEmpty()
                            || namespace.get().equals(event.key().namespace()))
                    .forEach(found::add);
            reached = batch.isEmpty() ? upTo : batch.getLast().revision();
        }
        return found;
    }

    private List<CacheEvent> withPrevious(List<StoreEvent> events, long after) {
        Map<Long, ApiObject> older = store.statesAt(revisionsBefore(events));
        Map<ObjectKey, ApiObject> states = new HashMap<>();
        List<CacheEvent> result = new ArrayList<>(events.size());
        for (StoreEvent event : events) {
            ApiObject object = event.object();
            result.add(
                    switch (event) {
                        case StoreEvent.Created created -> new CacheEvent.Added(object);
                        case StoreEvent.Removed removed -> new CacheEvent.Deleted(object);
                        case StoreEvent.Updated updated -> {
                            ApiObject previous =
                                    states.getOrDefault(object.key(), older.get(updated.previousRevision()));
                            if (previous == null) { // its state before is so old that the log has dropped it
                                throw new RevisionCompactedException(after, object.revision());
                            }
                            yield new CacheEvent.Modified(object, previous);
                        }
                    });
            states.put(object.key(), object);
        }
        return result;
    }

    /** The revisions of the states from before the replay. */
    private static Set<Long> revisionsBefore(List<StoreEvent> events) {
        Set<ObjectKey> seen = new HashSet<>();
        Set<Long> revisions = new HashSet<>();
        for (StoreEvent event : events) {
            if (seen.add(event.key()) && event instanceof StoreEvent.Updated updated) {
                revisions.add(updated.previousRevision());
            }
        }
        return revisions;
    }
}
