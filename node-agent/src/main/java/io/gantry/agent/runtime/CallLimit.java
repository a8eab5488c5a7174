package io.gantry.agent.runtime;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a call that takes too long by interrupting its thread, which closes the connection that it waits on: a socket of the domain unix
 * knows no time limit of its own.
 */
final class CallLimit implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private enum State {
        RUNNING,
        EXPIRED,
        ENDED
    }

    private final Thread caller = Thread.currentThread();
    private final Future<?> alarm;
    private State state = State.RUNNING;

    private CallLimit(Duration limit) {
        alarm = ALARMS.schedule(this::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** For what the calling thread does until it closes this. */
    static CallLimit begin(Duration limit) {
        return new CallLimit(limit);
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("engine-limits").factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    private synchronized void expire() {
        if (state == State.RUNNING) {
            state = State.EXPIRED;
            caller.interrupt();
        }
    }

    synchronized boolean expired() {
        return state == State.EXPIRED;
    }

    @Override
    public synchronized void close() {
        alarm.cancel(false);
        if (state == State.RUNNING) {
            state = State.ENDED;
        } else if (state == State.EXPIRED) {
            // it was meant for the call, not for what comes after
            Thread.interrupted();
        }
    }
}
