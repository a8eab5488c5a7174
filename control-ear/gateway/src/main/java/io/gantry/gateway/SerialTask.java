package io.gantry.gateway;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that runs at least once after each {@link #signal}, never twice at a time, and costs nothing between: how a thousand
 * connections do without a thread each.
 */
final class SerialTask {

    private final Executor executor;
    private final Runnable work;
    private final AtomicInteger signals = new AtomicInteger();

    SerialTask(Executor executor, Runnable work) {
        this.executor = executor;
        this.work = work;
    }

    void signal() {
        if (signals.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = signals.get();
            try {
                work.run();
            } catch (Throwable e) {
                signals.set(0);
                throw e;
            }
        } while (!signals.compareAndSet(seen, 0));
    }
}
