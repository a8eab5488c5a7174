package io.gantry.controller;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.event.EventRecorder;
import io.gantry.registry.ObjectWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The controllers that share one leader. A server starts and stops it as leadership comes and goes, and feeds it events and time. */
public final class ControllerGroup {

    /** A safety net: everything is looked at again after this time even if no event says so. */
    private static final Duration RESYNC = Duration.ofMinutes(10);

    private final List<ControllerRuntime> runtimes;
    private final EventRecorder recorder;
    private final InstantSource clock;
    private Instant nextResync = Instant.MAX;

    public ControllerGroup(
            List<Controller> controllers, ClusterView view, ObjectWriter writer, Workers workers, InstantSource clock) {
        this.recorder = new EventRecorder(writer, clock);
        this.clock = clock;
        recorder.onFilled(() -> workers.start("event-recorder", recorder::flush));
        this.runtimes = controllers.stream()
                .map(controller -> new ControllerRuntime(
                        controller,
                        view,
                        new PlanExecutor(writer.as(controller.fieldManager()), recorder, workers),
                        workers,
                        clock))
                .toList();
    }

    /**
     * Begins work, as the leader.
     *
     * @param revision of the write that won the leadership
     */
    public void start(long revision) {
        synchronized (this) {
            nextResync = clock.instant().plus(RESYNC);
        }
        runtimes.forEach(runtime -> runtime.start(revision));
    }

    /** Ends work. */
    public void stop() {
        synchronized (this) {
            nextResync = Instant.MAX;
        }
        runtimes.forEach(ControllerRuntime::stop);
    }

    /** Takes an event of the cache, in order, after the view shows it. */
    public void onEvent(CacheEvent event) {
        runtimes.forEach(runtime -> runtime.onEvent(event));
    }

    /** The cache was loaded anew. */
    public void onReload() {
        runtimes.forEach(ControllerRuntime::onReload);
    }

    /** Looks after delayed keys and the resync; to be called several times a second. */
    public void tick(Instant now) {
        if (isResyncDue(now)) {
            runtimes.forEach(ControllerRuntime::resync);
        }
        runtimes.forEach(runtime -> runtime.tick(now));
    }

    private synchronized boolean isResyncDue(Instant now) {
        if (now.isBefore(nextResync)) {
            return false;
        }
        nextResync = now.plus(RESYNC);
        return true;
    }

    /**
     * Works on one key of each controller on the caller's thread; for the simulation, with {@link SteppedWorkers}.
     *
     * @return whether there was anything to do
     */
    public boolean step(Instant now) {
        boolean worked = false;
        for (ControllerRuntime runtime : runtimes) {
            worked |= runtime.step(now);
        }
        recorder.flush();
        return worked;
    }

    /** When {@link #tick} has a delayed key to look after; for the simulation. */
    public Optional<Instant> nextDue() {
        return runtimes.stream().flatMap(runtime -> runtime.nextDue().stream()).min(Instant::compareTo);
    }

    /** The runtimes, for metrics and tests. */
    public List<ControllerRuntime> runtimes() {
        return runtimes;
    }
}
