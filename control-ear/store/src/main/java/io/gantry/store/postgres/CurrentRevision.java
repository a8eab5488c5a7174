package io.gantry.store.postgres;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * The newest committed revision, asked with one query at a time: who comes while a query runs waits for the next one, which begins after
 * the call and therefore sees everything committed before it.
 */
final class CurrentRevision {

    private final LongSupplier query;
    private boolean running;
    private Round next = new Round();

    CurrentRevision(LongSupplier query) {
        this.query = query;
    }

    /** All who share one query. The first of them asks, when its turn has come. */
    private static final class Round {
        private final CompletableFuture<Void> turn = new CompletableFuture<>();
        private final CompletableFuture<Long> answer = new CompletableFuture<>();
        private boolean led;
    }

    long get() {
        Round round;
        boolean leads;
        synchronized (this) {
            round = next;
            leads = !round.led;
            round.led = true;
            if (!running) {
                begin();
            }
        }
        return leads ? ask(round) : answer(round);
    }

    private void begin() {
        running = true;
        next.turn.complete(null);
        next = new Round();
    }

    private long ask(Round round) {
        round.turn.join();
        try {
            round.answer.complete(query.getAsLong());
        } catch (RuntimeException | Error e) {
            round.answer.completeExceptionally(e);
        } finally {
            finish();
        }
        return answer(round);
    }

    private synchronized void finish() {
        running = false;
        if (next.led) {
            begin();
        }
    }

    private static long answer(Round round) {
        try {
            return round.answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
