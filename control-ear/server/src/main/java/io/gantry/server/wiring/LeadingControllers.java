package io.gantry.server.wiring;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.WatchCache;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.LeaderElector;
import io.gantry.controller.VirtualWorkers;
import io.gantry.controllers.ControllerSettings;
import io.gantry.controllers.Controllers;
import io.gantry.registry.ObjectWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The controllers, while this instance leads. Each term gets a fresh set, since some remember what they saw. */
final class LeadingControllers implements LeaderElector.Follower {

    private final WatchCache cache;
    private final ObjectWriter writer;
    private final ControllerSettings settings;
    private final InstantSource clock;
    private volatile Optional<ControllerGroup> group = Optional.empty();

    LeadingControllers(WatchCache cache, ObjectWriter writer, ControllerSettings settings, InstantSource clock) {
        this.cache = cache;
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
        cache.onEvent(this::onEvent);
        cache.onLoad(() -> group.ifPresent(ControllerGroup::onReload));
    }

    private void onEvent(CacheEvent event) {
        group.ifPresent(leading -> leading.onEvent(event));
    }

    @Override
    public void lead(long revision) {
        ControllerGroup fresh =
                new ControllerGroup(Controllers.all(settings), cache, writer, new VirtualWorkers(), clock);
        group = Optional.of(fresh);
        fresh.start(revision);
    }

    @Override
    public void resign() {
        group.ifPresent(ControllerGroup::stop);
        group = Optional.empty();
    }

    void tick(Instant now) {
        group.ifPresent(leading -> leading.tick(now));
    }
}
