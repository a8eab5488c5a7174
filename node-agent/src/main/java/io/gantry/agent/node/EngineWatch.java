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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the engine says of itself. One that is away for a moment, as when it is restarted, does not make the node unready: its containers
 * go on, and until it is back the last that it said holds. Used by one thread at a time.
 */
final class EngineWatch {

    /** As upstream's kubelet takes a runtime that does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final Duration ANSWER = Duration.ofSeconds(5);

    /** The engine looks at every image for a list, and there may be hundreds. */
    private static final Duration IMAGES_KEPT = Duration.ofSeconds(30);

    /**
     * How the engine is.
     *
     * @param version empty when it was never seen
     * @param problem why the node is not ready; empty when it is
     */
    record Sighting(String version, Optional<Path> rootDir, List<Image> images, String problem) {}

    private final ContainerEngine engine;
    private final ImageStore images;
    private final long answerMillis;
    private Sighting last = new Sighting("", Optional.empty(), List.of(), "");
    private Instant seenAt = Instant.MIN;
    private volatile List<Image> listed = List.of();
    private volatile Instant listAgainAt = Instant.MIN;
    /** The question that waits for its answer: an engine that hangs is not asked again. */
    private Optional<Future<Sighting>> asked = Optional.empty();

    /** @param answer how long one look waits */
    EngineWatch(ContainerEngine engine, ImageStore images, Duration answer) {
        this.engine = engine;
        this.images = images;
        this.answerMillis = answer.toMillis();
    }

    Sighting look(Instant now) {
        try {
            last = answer(now);
            seenAt = now;
            return last;
        } catch (EngineException e) {
            return now.isBefore(until()) ? last : away(e);
        }
    }

    private Sighting answer(Instant now) {
        Future<Sighting> question = asked.orElseGet(() -> ask(now));
        asked = Optional.of(question);
        try {
            Sighting answer = question.get(answerMillis, TimeUnit.MILLISECONDS);
            asked = Optional.empty();
            return answer;
        } catch (TimeoutException e) {
            throw new EngineException("the Docker daemon does not answer", e);
        } catch (ExecutionException e) {
            asked = Optional.empty();
            throw e.getCause() instanceof EngineException engineFailure
                    ? engineFailure
                    : new EngineException(String.valueOf(e.getCause().getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
    }

    private Future<Sighting> ask(Instant now) {
        FutureTask<Sighting> question = new FutureTask<>(() -> {
            EngineInfo info = engine.info();
            return new Sighting(info.version(), Optional.of(Path.of(info.rootDir())), images(now), "");
        });
        Thread.ofVirtual().name("engine-watch").start(question);
        return question;
    }

    /** Only one question is under way, and asks this. */
    private List<Image> images(Instant now) {
        if (!now.isBefore(listAgainAt)) {
            listed = images.list();
            listAgainAt = now.plus(IMAGES_KEPT);
        }
        return listed;
    }

    private Instant until() {
        return seenAt.equals(Instant.MIN) ? seenAt : seenAt.plus(PATIENCE);
    }

    private Sighting away(EngineException e) {
        return new Sighting(
                last.version(), last.rootDir(), last.images(), "container runtime is down: " + e.getMessage());
    }
}
