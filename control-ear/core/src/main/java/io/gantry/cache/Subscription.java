package io.gantry.cache;

import java.util.List;

/**
 * A bounded queue of events for one watcher. It costs no thread: when the queue turns from empty to filled, or when the
 * subscription ends, the callback given at its creation runs on the cache's thread and must only schedule a call of {@link #poll}.
 */
public interface Subscription extends AutoCloseable {

    /** Takes what has queued, in order; empty when nothing has. */
    List<CacheEvent> poll();

    /**
     * True when no event will come any more: the watcher did not keep up and was cut off, or the cache started anew. The
     * watcher must list again.
     */
    boolean ended();

    /**
     * The revision up to which all events have been taken by {@link #poll}; for bookmarks. Once they are passed on, it may be
     * told to the watcher.
     */
    long revision();

    @Override
    void close();
}
