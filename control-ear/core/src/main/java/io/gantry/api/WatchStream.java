package io.gantry.api;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.Subscription;
import io.gantry.object.ApiObject;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The events of one watch as bytes. It costs no thread: the server polls when {@link #onReady} tells it to and when
 * {@link #wakeAt} has come, writes what it gets and flushes. Not for concurrent use, but for the ready callback.
 */
public final class WatchStream implements AutoCloseable {

    /** Upstream's interval. */
    private static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);

    /** A client that asked for bookmarks gets a last one this long before the end. */
    private static final Duration LAST_BOOKMARK = Duration.ofSeconds(2);

    private final EventFilter filter;
    private final EventEncoder encoder;
    private final InstantSource clock;
    private final Instant deadline;
    private final boolean bookmarks;
    private final ReadySignal ready;
    private List<byte[]> pending;
    private Subscription subscription;
    private Instant nextBookmark;
    private boolean closed;

    /** Forwards the cache's wake-ups to a server that comes later than the subscription. */
    static final class ReadySignal implements Runnable {

        private static final Runnable NOBODY = () -> {};

        private final AtomicReference<Runnable> listener = new AtomicReference<>(NOBODY);

        @Override
        public void run() {
            listener.get().run();
        }
    }

    /**
     * @param initial what to send first
     * @param subscription where events come from
     */
    WatchStream(
            List<byte[]> initial,
            Subscription subscription,
            ReadySignal ready,
            EventFilter filter,
            EventEncoder encoder,
            Instant deadline,
            boolean bookmarks,
            InstantSource clock) {
        this.pending = initial;
        this.subscription = subscription;
        this.ready = ready;
        this.filter = filter;
        this.encoder = encoder;
        this.deadline = deadline;
        this.bookmarks = bookmarks;
        this.clock = clock;
        this.nextBookmark = bookmarkAfter(clock.instant());
    }

    private Instant bookmarkAfter(Instant now) {
        Instant last = deadline.minus(LAST_BOOKMARK);
        Instant regular = now.plus(BOOKMARK_INTERVAL);
        return regular.isAfter(last) && now.isBefore(last) ? last : regular;
    }

    /**
     * Sets who is told that {@link #poll} has something; called on the cache's thread, so it must only schedule the poll. It is
     * told at once when there is something already.
     */
    public void onReady(Runnable listener) {
        ready.listener.set(listener);
        listener.run();
    }

    /** Whole events in order, to be written one after the other; empty when there is nothing. Parts are shared: do not change. */
    public List<byte[]> poll() {
        if (closed) {
            return List.of();
        }
        List<byte[]> frames = pending.isEmpty() ? new ArrayList<>() : pending;
        pending = List.of();
        try {
            for (CacheEvent event : subscription.poll()) {
                filter.translate(event).ifPresent(translated -> encoder.encode(translated, frames));
            }
        } catch (StatusException e) {
            // an object cannot be shown, since whoever converts it gives no answer: nothing after it may be shown
            // either
            encoder.error(e.status(), frames);
            close();
            return frames;
        }
        Instant now = clock.instant();
        if (bookmarks && !now.isBefore(nextBookmark)) {
            nextBookmark = bookmarkAfter(now);
            // asked after the events were taken: it is no less than theirs, and less than any that came in between
            encoder.bookmark(subscription.revision(), frames);
        }
        return frames;
    }

    /** When to poll at the latest though nothing is ready: a bookmark is due, or the watch ends. */
    public Instant wakeAt() {
        return bookmarks && nextBookmark.isBefore(deadline) ? nextBookmark : deadline;
    }

    /** True when nothing will come any more and the response must end; poll once more before. */
    public boolean ended() {
        return closed || subscription.ended() || !clock.instant().isBefore(deadline);
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
    }

    /** A stream that says one thing and ends. */
    static WatchStream of(List<byte[]> frames, EventEncoder encoder, InstantSource clock) {
        Subscription nothing = new Subscription() {
            @Override
            public List<CacheEvent> poll() {
                return List.of();
            }

            @Override
            public boolean ended() {
                return true;
            }

            @Override
            public long revision() {
                return 0;
            }

            @Override
            public void close() {}
        };
        return new WatchStream(
                frames,
                nothing,
                new ReadySignal(),
                EventFilter.everything(),
                encoder,
                clock.instant().plus(BOOKMARK_INTERVAL),
                false,
                clock);
    }

    /** An event as the client of a selector sees it. */
    record Translated(Type type, ApiObject object) {}

    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
