package io.gantry.server.stream;

import jakarta.servlet.ServletRequest;
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

    /** A response streams from now on that may be silent for long. It is to be ended when the server stops, or when its client is gone. */
    public void began(ServletRequest request, Runnable end) {
        open.opened(end);
        if (request instanceof LeavingClient client) {
            client.onLeave(() -> tasks.execute(end));
        }
    }

    public void ended(Runnable end) {
        open.closed(end);
    }
}
