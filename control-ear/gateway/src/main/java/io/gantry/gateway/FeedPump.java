package io.gantry.gateway;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.Subscription;
import io.gantry.cache.WatchCache;
import io.gantry.node.NodeFeeds;
import io.gantry.object.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Carries the cache's events to the feeds of the nodes. */
final class FeedPump implements AutoCloseable {

    private final WatchCache cache;
    private final NodeFeeds feeds;
    private final Runnable onGap;
    private final SerialTask task;
    private List<Subscription> subscriptions = List.of();
    private boolean closed;

    /**
     * @param onGap called when events were lost, so that every node must start anew
     */
    FeedPump(WatchCache cache, NodeFeeds feeds, Executor executor, Runnable onGap) {
        this.cache = cache;
        this.feeds = feeds;
        this.onGap = onGap;
        this.task = new SerialTask(executor, this::pump);
    }

    synchronized void start() {
        subscribe();
    }

    private void subscribe() {
        long revision = cache.revision();
        List<Subscription> fresh = new ArrayList<>();
        for (GroupResource resource : NodeFeeds.resources()) {
            fresh.add(cache.subscribe(resource, Optional.empty(), revision, task::signal));
        }
        subscriptions = fresh;
        // what came before the list was complete
        task.signal();
    }

    private synchronized void pump() {
        if (closed) {
            return;
        }
        if (subscriptions.stream().anyMatch(Subscription::ended)) {
            subscriptions.forEach(Subscription::close);
            subscribe();
            onGap.run();
            return;
        }
        for (Subscription subscription : subscriptions) {
            List<CacheEvent> events = subscription.poll();
            if (!events.isEmpty()) {
                feeds.accept(events);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
    }
}
