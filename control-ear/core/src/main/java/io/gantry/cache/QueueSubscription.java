package io.gantry.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The bounded queue of one watcher. */
final class QueueSubscription implements Subscription {

    private final IndexedTerms terms;
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
     * @param terms events that they do not concern are not taken
     * @param afterRevision older ones neither
     * @param published the revision up to which all events have been offered
     */
    QueueSubscription(
            IndexedTerms terms,
            long afterRevision,
            int capacity,
            Runnable onReady,
            LongSupplier published,
            Consumer<QueueSubscription> onClose) {
        this.terms = terms;
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
            for (CacheEvent event : events) {
                if (event.object().revision() > afterRevision && terms.concern(event)) {
                    add(event);
                }
            }
            wake = ended || (wasEmpty && !queue.isEmpty());
            open = !ended;
        }
        if (wake) {
            onReady.run();
        }
        return open;
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
