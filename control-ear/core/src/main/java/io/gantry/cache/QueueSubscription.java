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
    private final long afterRevision;
    private final int capacity;
    private final Runnable onReady;
    private final LongSupplier published;
    private final Consumer<QueueSubscription> onClose;
    private final Deque<CacheEvent> queue = new ArrayDeque<>();
    private boolean ended;

    /**
     * An empty queue.
     *
     * @param afterRevision older events are not taken
     * @param published the revision up to which all events have been offered
     */
    QueueSubscription(
            Optional<String> namespace,
            long afterRevision,
            int capacity,
            Runnable onReady,
            LongSupplier published,
            Consumer<QueueSubscription> onClose) {
        this.namespace = namespace;
        this.afterRevision = afterRevision;
        this.capacity = capacity;
        this.onReady = onReady;
        this.published = published;
        this.onClose = onClose;
    }

    /** Queues events in order; false when nothing more will be taken: closed, or cut off because the queue is full. */
    boolean offer(List<CacheEvent> events) {
        boolean wake;
        boolean open;
        synchronized (this) {
            if (ended) {
                return false;
            }
            boolean wasEmpty = queue.isEmpty();
            events.stream().filter(this::concerns).forEach(this::add);
            wake = ended || (wasEmpty && !queue.isEmpty());
            open = !ended;
        }
        if (wake) {
            onReady.run();
        }
        return open;
    }

    private boolean concerns(CacheEvent event) {
        return event.object().revision() > afterRevision
                && (namespace.isEmpty() || namespace.get().equals(event.object().namespace()));
    }

    private void add(CacheEvent event) {
        if (ended) {
            return;
        }
        if (queue.size() == capacity) {
            ended = true;
            queue.clear();
        } else {
            queue.addLast(event);
        }
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

    /** While events wait, what a watcher has seen ends before the first of them. */
    @Override
    public synchronized long revision() {
        long reached = queue.isEmpty()
                ? published.getAsLong()
                : queue.getFirst().object().revision() - 1;
        return Math.max(afterRevision, reached);
    }

    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
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
