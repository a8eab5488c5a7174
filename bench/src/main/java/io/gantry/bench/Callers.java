package io.gantry.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does many things at once, so many at a time. */
record Callers(int atATime) {

    /** Returns when all are done; throws what the first of them threw that failed. */
    void run(List<Callable<Void>> calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(atATime)) {
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        }
    }
}
