package io.gantry.agent.node;

import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.EngineInfo;
import io.gantry.agent.runtime.ImageStore;
import io.gantry.agent.runtime.ImageStore.Image;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the engine says of itself. One that is away for a moment, as when it is restarted, does not make the node unready: its containers
 * go on, and until it is back the last that it said holds. Used by one thread at a time.
 */
final class EngineWatch {

    /** As upstream's kubelet takes a runtime that does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * How the engine is.
     *
     * @param version empty when it was never seen
     * @param problem why the node is not ready; empty when it is
     */
    record Sighting(String version, Optional<Path> rootDir, List<Image> images, String problem) {}

    private final ContainerEngine engine;
    private final ImageStore images;
    private Sighting last = new Sighting("", Optional.empty(), List.of(), "");
    private Instant seenAt = Instant.MIN;

    EngineWatch(ContainerEngine engine, ImageStore images) {
        this.engine = engine;
        this.images = images;
    }

    Sighting look(Instant now) {
        try {
            EngineInfo info = engine.info();
            last = new Sighting(info.version(), Optional.of(Path.of(info.rootDir())), images.list(), "");
            seenAt = now;
            return last;
        } catch (EngineException e) {
            return now.isBefore(until()) ? last : away(e);
        }
    }

    private Instant until() {
        return seenAt.equals(Instant.MIN) ? seenAt : seenAt.plus(PATIENCE);
    }

    private Sighting away(EngineException e) {
        return new Sighting(
                last.version(), last.rootDir(), last.images(), "container runtime is down: " + e.getMessage());
    }
}
