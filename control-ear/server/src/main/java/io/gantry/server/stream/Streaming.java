package io.gantry.server.stream;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What all streamed responses share.
 *
 * @param tasks runs each task on a virtual thread
 * @param alarms one thread that only wakes others
 * @param turns when watchers are written to
 * @param open those that stream now
 */
public record Streaming(
        Executor tasks, ScheduledExecutorService alarms, Executor turns, InstantSource clock, OpenStreams open) {

    public Streaming(Executor tasks, ScheduledExecutorService alarms, InstantSource clock, OpenStreams open) {
        this(
                tasks,
                alarms,
                WriteTurns.ofThisMachine(
                        tasks, (task, after) -> alarms.schedule(task, after.toNanos(), TimeUnit.NANOSECONDS)),
                clock,
                open);
    }
}
