package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.host.DirectoryUse;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures what a pod with limits takes of the disk, on a thread of its own: others cost nothing. */
final class StorageWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final PodServices services;
    private final Consumer<Verdict> onVerdict;
    private volatile Optional<Thread> thread = Optional.empty();

    StorageWatch(PodServices services, Consumer<Verdict> onVerdict) {
        this.services = services;
        this.onVerdict = onVerdict;
    }

    /** Begins to measure unless it is at it; ends by itself after a verdict. */
    void start(Supplier<Pod> pod) {
        // a static pod that was evicted would never come back
        if (thread.isEmpty()
                && EphemeralStorage.limited(pod.get())
                && !pod.get().isStatic()) {
            thread = Optional.of(Thread.ofVirtual()
                    .name("storage-" + pod.get().identity().key())
                    .start(() -> run(pod)));
        }
    }

    void close() {
        thread.ifPresent(Thread::interrupt);
        thread = Optional.empty();
    }

    private void run(Supplier<Pod> pod) {
        Optional<Verdict> verdict = Optional.empty();
        try {
            while (verdict.isEmpty()) {
                Thread.sleep(PERIOD);
                verdict = look(pod.get());
            }
            onVerdict.accept(verdict.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Verdict> look(Pod pod) {
        try {
            return EphemeralStorage.verdict(pod, measure(pod));
        } catch (IOException | EngineException e) {
            // a file went away while it was counted, or the engine is away: the next look will tell
            LOG.debug(
                    "event=storage-not-measured pod={} error=\"{}\"",
                    pod.identity().key(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private EphemeralStorage.Usage measure(Pod pod) throws IOException {
        Path volumes = services.directories().of(pod.uid()).resolve("volumes");
        Map<String, Long> byVolume = new HashMap<>();
        for (JsonNode volume : pod.volumes()) {
            boolean onDisk = volume.has("emptyDir")
                    && volume.path("emptyDir").path("medium").asText("").isEmpty();
            if (onDisk) {
                String name = volume.path("name").asText();
                byVolume.put(name, DirectoryUse.of(volumes.resolve(name)).bytes());
            }
        }
        Map<String, Long> byContainer = new HashMap<>();
        for (ContainerRecord record : services.engine().list(pod.uid())) {
            if (!record.sandbox()) {
                byContainer.merge(
                        record.containerName(),
                        services.engine().diskUsage(record.id()).total(),
                        Long::sum);
            }
        }
        return new EphemeralStorage.Usage(byVolume, byContainer);
    }
}
