package io.gantry.agent.eviction;

import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Containers of pods that have ended: kept for their logs as long as there is room for them. */
public final class DeadContainers {

    private static final Logger LOG = LoggerFactory.getLogger(DeadContainers.class);

    private final ContainerEngine engine;
    private final EvictablePods pods;

    public DeadContainers(ContainerEngine engine, EvictablePods pods) {
        this.engine = engine;
        this.pods = pods;
    }

    public void remove() {
        engine.list().stream()
                .filter(ContainerRecord::exited)
                .filter(container -> pods.ended(container.pod()))
                .forEach(container -> {
                    LOG.info(
                            "event=dead-container-removed pod={} container={}",
                            container.pod().key(),
                            container.id());
                    engine.remove(container.id());
                });
    }
}
