package io.gantry.controllers;

import io.gantry.cache.WatchCache;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.LeaderElection;
import io.gantry.controller.LeaderElector;
import io.gantry.controller.VirtualWorkers;
import io.gantry.registry.ObjectWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All controllers of one instance of the control plane: they work while the instance holds the lease, on virtual threads, woken by the
 * cache. Each term of leadership begins with a fresh set.
 */
public final class LeadingControllers implements AutoCloseable {

    private static final String LEASE = "kube-controller-manager";

    private final WatchCache cache;
    private final ObjectWriter writer;
    private final ControllerSettings settings;
    private final InstantSource clock;
    private final LeaderElector elector;
    private final AutoCloseable events;
    private final AutoCloseable reloads;
    private volatile Optional<ControllerGroup> group = Optional.empty();
    private Instant nextElection = Instant.MIN;

    /**
     * Takes part from the first {@link #tick} on.
     *
     * @param identity unique among the instances, for example host name and a random part
     */
    public LeadingControllers(
            WatchCache cache, ObjectWriter writer, ControllerSettings settings, String identity, InstantSource clock) {
        this.cache = cache;
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
        this.elector = new LeaderElector(new LeaderElection(identity), LEASE, writer, new Term());
        this.events = cache.onEvent(event -> withGroup(present -> present.onEvent(event)));
        this.reloads = cache.onLoad(() -> withGroup(ControllerGroup::onReload));
    }

    private void withGroup(Consumer<ControllerGroup> action) {
        group.ifPresent(action);
    }

    private final class Term implements LeaderElector.Follower {

        @Override
        public void lead(long revision) {
            ControllerGroup fresh =
                    new ControllerGroup(Controllers.all(settings), cache, writer, new VirtualWorkers(), clock);
            group = Optional.of(fresh);
            fresh.start(revision);
        }

        @Override
        public void resign() {
            withGroup(ControllerGroup::stop);
            group = Optional.empty();
        }
    }

    /** Looks after the lease and delayed keys; to be called several times a second, on one thread at a time. */
    public synchronized void tick(Instant now) {
        if (!now.isBefore(nextElection)) {
            nextElection = now.plus(LeaderElection.RETRY_PERIOD);
            elector.tick(now);
        }
        withGroup(present -> present.tick(now));
    }

    /** Whether the controllers of this instance are at work. */
    public boolean isLeader() {
        return group.isPresent();
    }

    /** Stops, and lets another instance take over at once. */
    @Override
    public void close() throws Exception {
        elector.release(clock.instant());
        events.close();
        reloads.close();
    }
}
