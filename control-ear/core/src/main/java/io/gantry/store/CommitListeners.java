package io.gantry.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who want to hear of commits (see {@link ObjectStore#onCommit}). They are called by whoever tells first; what others tell
 * meanwhile is merged and told by the same thread, so that no listener is called concurrently or from within itself.
 */
public final class CommitListeners {

    private static final Logger LOG = LoggerFactory.getLogger(CommitListeners.class);

    private final List<Consumer<Long>> listeners = new CopyOnWriteArrayList<>();
    /** What nobody was told yet; 0 when there is nothing. */
    private long untold;

    private boolean telling;

    /** Adds a listener until the result is closed. */
    public AutoCloseable add(Consumer<Long> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells that a revision has been reached. It is a hint to look: some may be told twice, or after a newer one. */
    public void tell(long revision) {
        synchronized (this) {
            untold = Math.max(untold, revision);
            if (telling) {
                return;
            }
            telling = true;
        }
        for (long next = take(); next > 0; next = take()) {
            for (Consumer<Long> listener : listeners) {
                call(listener, next);
            }
        }
    }

    /** The next revision to tell, 0 when there is none. */
    private synchronized long take() {
        long next = untold;
        untold = 0;
        telling = next > 0;
        return next;
    }

    private static void call(Consumer<Long> listener, long revision) {
        try {
            listener.accept(revision);
        } catch (RuntimeException e) {
            LOG.error("commit listener failed revision={}", revision, e);
        }
    }

    public void clear() {
        listeners.clear();
    }
}
