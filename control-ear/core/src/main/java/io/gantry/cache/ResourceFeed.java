package io.gantry.cache;

import java.util.ArrayList;
import java.util.List;

/** The recent events of one resource and those who watch it. Guarded by the lock of {@link WatchCache}. */
final class ResourceFeed {

    private final EventRing ring;
    private final List<QueueSubscription> subscriptions = new ArrayList<>();

    ResourceFeed(EventRing ring) {
        this.ring = ring;
    }

    /** The revision after which {@link #subscribe} can deliver every event. */
    long start() {
        return ring.start();
    }

    void publish(List<CacheEvent> events) {
        events.forEach(ring::add);
        subscriptions.removeIf(subscription -> !subscription.offer(events));
    }

    /**
     * Adds a subscription and queues the events after a revision for it.
     *
     * @param afterRevision not below {@link #start}
     */
    void subscribe(QueueSubscription subscription, long afterRevision) {
        if (subscription.offer(ring.after(afterRevision))) {
            subscriptions.add(subscription);
        }
    }

    void unsubscribe(QueueSubscription subscription) {
        subscriptions.remove(subscription);
    }

    void endAll() {
        subscriptions.forEach(QueueSubscription::end);
        subscriptions.clear();
    }
}
