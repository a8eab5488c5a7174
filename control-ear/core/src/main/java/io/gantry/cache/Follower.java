package io.gantry.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which a cache follows its store: it wakes for revisions that were asked for, and once in a while without. After a
 * failure it tries again, waiting longer from try to try.
 */
final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final long FIRST_PAUSE_MILLIS = 50;

    /** Asks to follow to the end of what the store has. */
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final LongConsumer advance;
    private final Duration pollInterval;
    private final Thread thread;
    private long asked = EVERYTHING;
    private boolean closed;

    /**
     * Starts the thread.
     *
     * @param advance follows at least to the given revision, or as far as the store has got
     * @param pollInterval how often to look without being asked; also the longest pause after a failure
     */
    Follower(LongConsumer advance, Duration pollInterval) {
        this.advance = advance;
        this.pollInterval = pollInterval;
        this.thread = Thread.ofPlatform().daemon().name("watch-cache").start(this::run);
    }

    /** Asks the thread to follow to a revision. */
    synchronized void ask(long revision) {
        asked = Math.max(asked, revision);
        notifyAll();
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!isClosed()) {
                long target = take();
                try {
                    advance.accept(target);
                    pause = FIRST_PAUSE_MILLIS;
                } catch (RuntimeException | Error e) {
                    LOG.warn("cache cannot follow the store pause_ms={} error={}", pause, e.toString());
                    pause(pause);
                    pause = Math.min(2 * pause, pollInterval.toMillis());
                    ask(EVERYTHING);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("cache stopped following");
        }
    }

    /** The revision asked for, or everything when nobody asked for long. */
    private synchronized long take() throws InterruptedException {
        if (asked == 0 && !closed) {
            wait(pollInterval.toMillis());
        }
        long target = asked == 0 ? EVERYTHING : asked;
        asked = 0;
        return target;
    }

    private synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0 && !closed; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
