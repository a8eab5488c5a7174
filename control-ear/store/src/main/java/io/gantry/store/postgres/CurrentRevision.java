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
        ask();
        synchronized (this) {
            return result();
        }
    }

    private void ask() {
        long value = 0;
        RuntimeException error = null;
        try {
            value = query.getAsLong();
        } catch (RuntimeException e) {
            error = e;
        }
        synchronized (this) {
            answer = value;
            failure = error;
            finished = started;
            running = false;
            notifyAll();
        }
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
