package io.gantry.server.wiring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
        private Instant due = Instant.MIN;

        Task(String name, Duration period, Consumer<Instant> work) {
            this.name = name;
            this.period = period;
            this.work = work;
        }
    }

    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final Executor executor;

    Ticker(Executor executor) {
        this.executor = executor;
    }

    void every(Duration period, String name, Consumer<Instant> work) {
        tasks.add(new Task(name, period, work));
    }

    /** To be called on one thread at a time. */
    void tick(Instant now) {
        for (Task task : tasks) {
            if (!now.isBefore(task.due) && task.busy.compareAndSet(false, true)) {
                task.due = now.plus(task.period);
                executor.execute(() -> run(task, now));
            }
        }
    }

    private static void run(Task task, Instant now) {
        try {
            task.work.accept(now);
        } catch (RuntimeException e) {
            LOG.warn("event=tick-failed task={} cause=\"{}\"", task.name, e.toString());
        } finally {
            task.busy.set(false);
        }
    }
}
