package io.gantry.scheduler;

import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler has not looked at yet. Of each object only the newest state is kept, so that there is never more than the cluster
 * has objects, however far the scheduler is behind.
 */
final class Inbox {

    private Map<ObjectKey, CacheEvent> events = new LinkedHashMap<>();
    private final List<Runnable> results = new ArrayList<>();

    synchronized void offer(CacheEvent event) {
        events.merge(event.object().key(), event, Inbox::newer);
    }

    /** What was listed may be older than an event that came meanwhile. */
    private static CacheEvent newer(CacheEvent present, CacheEvent offered) {
        ApiObject before = present.object();
        return offered.object().revision() < before.revision() ? present : offered;
    }

    /** What became of a write; there are no more of them than writes under way. */
    synchronized void offer(Runnable result) {
        results.add(result);
    }

    synchronized List<CacheEvent> takeEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<CacheEvent> taken = List.copyOf(events.values());
        events = new LinkedHashMap<>(); // to clear one that once held a whole cluster takes long each time
        return taken;
    }

    synchronized List<Runnable> takeResults() {
        List<Runnable> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    synchronized boolean isEmpty() {
        return events.isEmpty() && results.isEmpty();
    }
}
