package io.gantry.server.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Bounds how often watchers are written to, all together: a write costs more than the event in it, so that a thousand watchers of
 * a thousand events a second are served by few writes of many events rather than by a million. Who is early takes a turn at once;
 * who comes when all turns are taken waits, and the events that come until then leave with one write.
 */
public final class WriteTurns implements Executor {

    /** Processor time that writes of one processor are left, at about 12 µs for a write: a third. */
    private static final Duration PAUSE = Duration.ofNanos(40_000);

    /** Turns that were not taken are kept so long. */
    private static final Duration SAVED = Duration.ofMillis(2);

    /** Runs a task later, on a thread that others need too. */
    public interface Alarms {
        void schedule(Runnable task, Duration after);
    }

    private final Executor tasks;
    private final Alarms alarms;
    private final LongSupplier nanoTime;
    private final long pause;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long nextTurn;

    WriteTurns(Executor tasks, Alarms alarms, LongSupplier nanoTime, Duration pause) {
        this.tasks = tasks;
        this.alarms = alarms;
        this.nanoTime = nanoTime;
        this.pause = pause.toNanos();
        this.nextTurn = nanoTime.getAsLong() - SAVED.toNanos();
    }

    /** As many turns as this machine's processors can do beside their other work. */
    public static WriteTurns ofThisMachine(Executor tasks, Alarms alarms) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new WriteTurns(tasks, alarms, System::nanoTime, PAUSE.dividedBy(processors));
    }

    /** Runs a short task when it is its turn: now, or after those that wait. */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (!waiting.isEmpty() || !takeTurn()) {
                waiting.add(task);
                if (waiting.size() == 1) {
                    serveLater();
                }
                return;
            }
        }
        tasks.execute(task);
    }

    private boolean takeTurn() {
        long now = nanoTime.getAsLong();
        if (nextTurn - now > 0) {
            return false;
        }
        nextTurn = Math.max(nextTurn, now - SAVED.toNanos()) + pause;
        return true;
    }

    private void serveLater() {
        alarms.schedule(this::serve, SAVED.dividedBy(2));
    }

    private void serve() {
        List<Runnable> served = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && takeTurn()) {
                served.add(waiting.remove());
            }
            if (!waiting.isEmpty()) {
                serveLater();
            }
        }
        served.forEach(tasks::execute);
    }
}
