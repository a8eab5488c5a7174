package io.gantry.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The bounded queue of one watcher. */
final class QueueSubscription implements Subscription {

    private final Optional<String> namespace;
    private final int capacity;
    private final Runnable onReady;
    private final LongSupplier cacheRevision;
    private final Consumer<QueueSubscription> onClose;
    private final Deque<CacheEvent> queue = new ArrayDeque<>();
    private boolean ended;

    QueueSubscription(
            Optional<String> namespace,
            int capacity,
            Runnable onReady,
            LongSupplier cacheRevision,
            Consumer<QueueSubscription> onClose) {
        this.namespace = namespace;
        this.capacity = capacity;
        this.onReady = onReady;
        this.cacheRevision = cacheRevision;
        this.onClose = onClose;
    }

    /** Queues an event; false when the watcher did not keep up and is cut off. */
    boolean offer(CacheEvent event) {
        if (namespace.isPresent() && !namespace.get().equals(event.object().namespace())) {
            return true;
        }
        boolean wasEmpty;
        synchronized (this) {
            if (ended) {
                return false;
            }
            if (queue.size() == capacity) {
                ended = true;
                queue.clear();
            } else {
                queue.addLast(event);
            }
            wasEmpty = ended || queue.size() == 1;
        }
        if (wasEmpty) {
            onReady.run();
        }
        return !ended();
    }

    @Override
    public synchronized List<CacheEvent> poll() {
        List<CacheEvent> taken = new ArrayList<>(queue);
        queue.clear();
        return taken;
    }

    @Override
    public synchronized boolean ended() {
        return ended;
    }

    @Override
    public long revision() {
        return cacheRevision.getAsLong();
    }

    void end() {
        synchronized (this) {
            ended = true;
        }
        onReady.run();
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            queue.clear();
        }
        onClose.accept(this);
    }
}
