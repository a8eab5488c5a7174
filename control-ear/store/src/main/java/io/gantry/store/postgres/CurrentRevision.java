package io.gantry.store.postgres;

import io.gantry.store.StoreUnavailableException;
import java.util.function.LongSupplier;

/**
 * The newest committed revision, asked with one query at a time: who comes while a query runs waits for the next one, which begins after
 * the call and therefore sees everything committed before it.
 */
final class CurrentRevision {

    private final LongSupplier query;
    private long started;
    private long finished;
    private boolean running;
    private long answer;
    private RuntimeException failure;

    CurrentRevision(LongSupplier query) {
        this.query = query;
    }

    long get() {
        synchronized (this) {
            long wanted = started + 1;
            while (finished < wanted) {
                if (!running) {
                    running = true;
                    started++;
                    break;
                }
                awaitNext();
            }
            if (finished >= wanted) {
                return result();
            }
        }
        return ask();
    }

    /** The asker takes its own answer: a later query may have failed, or not, by the time it looks. */
    private long ask() {
        try {
            long value = query.getAsLong();
            finish(value, null);
            return value;
        } catch (RuntimeException e) {
            finish(0, e);
            throw e;
        }
    }

    private synchronized void finish(long value, RuntimeException error) {
        answer = value;
        failure = error;
        finished = started;
        running = false;
        notifyAll();
    }

    private long result() {
        if (failure != null) {
            throw failure;
        }
        return answer;
    }

    private void awaitNext() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the current revision", e);
        }
    }
}
