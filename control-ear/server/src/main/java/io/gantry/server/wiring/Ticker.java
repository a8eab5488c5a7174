package io.gantry.server.wiring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that comes back after a time. A timer calls {@link #tick}; what is due runs on a thread of its own, and is left out while its
 * last run still goes on.
 */
final class Ticker {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private static final class Task {
        private final String name;
        private final Duration period;
        private final Consumer<Instant> work;
        private final AtomicBoolean busy = new AtomicBoolean();
        /** When it is due next. */
        private long due;

        Task(String name, Duration period, long due, Consumer<Instant> work) {
            this.name = name;
            this.period = period;
            this.due = due;
            this.work = work;
        }
    }

    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private final LongSupplier nanos;

    /** @param nanos a time that only goes forward: the clock of the machine may be put back */
    Ticker(Executor executor, LongSupplier nanos) {
        this.executor = executor;
        this.nanos = nanos;
    }

    /** For the first time with the next tick. */
    void every(Duration period, String name, Consumer<Instant> work) {
        tasks.add(new Task(name, period, nanos.getAsLong(), work));
    }

    /**
     * To be called on one thread at a time.
     *
     * @param now what the work is told
     */
    void tick(Instant now) {
        long reached = nanos.getAsLong();
        for (Task task : tasks) {
            if (reached - task.due >= 0 && task.busy.compareAndSet(false, true)) {
                task.due = reached + task.period.toNanos();
                executor.execute(() -> run(task, now));
            }
        }
    }

    private static void run(Task task, Instant now) {
        try {
            task.work.accept(now);
        } catch (RuntimeException | Error e) {
            LOG.warn("event=tick-failed task={} cause=\"{}\"", task.name, e.toString());
        } finally {
            task.busy.set(false);
        }
    }
}
