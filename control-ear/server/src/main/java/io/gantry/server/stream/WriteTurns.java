package io.gantry.server.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how often watchers are written to, all together: a write costs more than the event in it, so that a thousand watchers of
 * a thousand events a second are served by few writes of many events rather than by a million. Who is early takes a turn at once;
 * who comes when all turns are taken waits, and the events that come until then leave with one write.
 *
 * <p>As many workers as the machine has processors write one after the other: a thread for each write would cost more than the
 * write. A write may have to wait for its client; when all workers seem to, more come to help.
 */
public final class WriteTurns implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTurns.class);

    /** Processor time that writes of one processor are left, at about 25 µs for a write: a third. */
    private static final Duration PAUSE = Duration.ofNanos(80_000);

    /** Turns that were not taken are kept so long. */
    private static final Duration SAVED = Duration.ofMillis(2);

    /** Between looks at those who wait. */
    private static final Duration ROUND = SAVED.dividedBy(2);

    /** Runs a task later, on a thread that others need too. */
    public interface Alarms {
        void schedule(Runnable task, Duration after);
    }

    private final Executor tasks;
    private final Alarms alarms;
    private final LongSupplier nanoTime;
    private final int crew;
    private final long pause;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long nextTurn;
    private int working;

    /** A look at those who wait is due. */
    private boolean looking;

    /** Turns that were taken. */
    private long taken;

    /** Turns that had been taken at the last look. */
    private long takenBefore;

    /**
     * @param tasks runs each worker on a thread of its own
     * @param crew workers, as long as none is held up
     * @param pause between turns of all of them together
     */
    WriteTurns(Executor tasks, Alarms alarms, LongSupplier nanoTime, int crew, Duration pause) {
        this.tasks = tasks;
        this.alarms = alarms;
        this.nanoTime = nanoTime;
        this.crew = crew;
        this.pause = pause.toNanos();
        this.nextTurn = nanoTime.getAsLong() - SAVED.toNanos();
    }

    /** As many turns as this machine's processors can do beside their other work. */
    public static WriteTurns ofThisMachine(Executor tasks, Alarms alarms) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new WriteTurns(tasks, alarms, System::nanoTime, processors, PAUSE.dividedBy(processors));
    }

    /** Runs a short task when it is its turn: now, or after those that wait. */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (working >= crew || !isTurn()) {
                lookLater();
                return;
            }
            working++;
        }
        tasks.execute(this::work);
    }

    private boolean isTurn() {
        return nextTurn - nanoTime.getAsLong() <= 0;
    }

    private void work() {
        for (Optional<Runnable> task = takeOrLeave(); task.isPresent(); task = takeOrLeave()) {
            try {
                task.get().run();
            } catch (RuntimeException mistake) {
                LOG.error("event=write-to-watcher-failed", mistake);
            }
        }
    }

    private synchronized Optional<Runnable> takeOrLeave() {
        if (waiting.isEmpty() || !isTurn()) {
            working--;
            if (!waiting.isEmpty()) {
                lookLater();
            }
            return Optional.empty();
        }
        nextTurn = Math.max(nextTurn, nanoTime.getAsLong() - SAVED.toNanos()) + pause;
        taken++;
        return Optional.of(waiting.remove());
    }

    private void lookLater() {
        if (!looking) {
            looking = true;
            alarms.schedule(this::look, ROUND);
        }
    }

    /** Sends a worker when there is none, or when those that there are have not finished anything for a round. */
    private void look() {
        synchronized (this) {
            looking = false;
            if (waiting.isEmpty()) {
                return;
            }
            boolean heldUp = taken == takenBefore;
            takenBefore = taken;
            if (!isTurn() || working >= crew && !heldUp) {
                lookLater();
                return;
            }
            working++;
            lookLater();
        }
        tasks.execute(this::work);
    }
}
