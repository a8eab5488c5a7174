package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectEvent.Type;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.JsonFile;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The promise of resources to one pod, kept on disk: a pod that waits for more must not lose what it has by a restart. */
final class PodAllocation {

    private static final String FILE = "allocation.json";

    private final PodServices services;
    private final PodMemory memory;
    private Optional<Allocation> present = Optional.empty();
    private boolean begun;

    PodAllocation(PodServices services, PodMemory memory) {
        this.services = services;
        this.memory = memory;
    }

    /** The pod as this node runs it. Asks for nothing new when the pod ends. */
    Pod of(Pod desired) throws IOException {
        if (desired.ended() || desired.containers().isEmpty()) {
            services.allocations().release(desired.uid());
            return present.map(allocation -> allocation.applyTo(desired)).orElse(desired);
        }
        Allocation allocation = present.isPresent() ? present.get() : first(desired);
        if (allocation.satisfies(desired)) {
            memory.resizePending(Optional.empty());
        } else if (!desired.deleting()) {
            allocation = resized(desired, allocation);
        }
        present = Optional.of(allocation);
        return allocation.applyTo(desired);
    }

    /** Tells once when all containers have what the pod was promised last. */
    void settle(Pod pod, PodActual actual) {
        if (begun && !Resizes.inProgress(pod, actual)) {
            begun = false;
            services.reporter()
                    .event(ResizeNews.event(pod, Type.NORMAL, "ResizeCompleted", "Pod resize completed", ""));
        }
    }

    void release(Pod pod) {
        services.allocations().release(pod.uid());
    }

    private Allocation first(Pod desired) throws IOException {
        Path file = file(desired);
        Allocation allocation = Files.exists(file) ? read(file, desired) : Allocation.of(desired);
        if (!Files.exists(file)) {
            save(allocation, file);
        }
        memory.resizeGeneration(allocation.generation());
        services.allocations().take(allocation.applyTo(desired));
        return allocation;
    }

    private Allocation resized(Pod desired, Allocation before) throws IOException {
        Optional<PendingResize> pending = services.allocations().resize(desired);
        Optional<PendingResize> last = memory.snapshot().pendingResize();
        memory.resizePending(pending);
        if (pending.isPresent()) {
            if (!last.map(PendingResize::reason).equals(pending.map(PendingResize::reason))) {
                services.reporter().event(ResizeNews.pending(desired, pending.get()));
            }
            return before;
        }
        Allocation allocation = Allocation.of(desired);
        save(allocation, file(desired));
        memory.resizeGeneration(allocation.generation());
        memory.succeeded(PodActual.Memory.RESIZE);
        memory.succeeded(PodActual.Memory.GROUP);
        begun = true;
        // files may show resources
        memory.volumesOutdated();
        services.reporter().event(ResizeNews.event(desired, Type.NORMAL, "ResizeStarted", "Pod resize started", ""));
        return allocation;
    }

    private Path file(Pod pod) {
        return services.directories().of(pod.uid()).resolve(FILE);
    }

    /** One that cannot be read counts as what is wanted now. */
    private static Allocation read(Path file, Pod desired) throws IOException {
        try {
            ObjectNode json = Json.read(Files.readAllBytes(file));
            return new Allocation(json);
        } catch (UncheckedIOException e) {
            return Allocation.of(desired);
        }
    }

    private static void save(Allocation allocation, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        JsonFile.replace(file, allocation.json());
    }
}
