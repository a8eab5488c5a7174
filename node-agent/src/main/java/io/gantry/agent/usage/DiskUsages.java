package io.gantry.agent.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.host.DirectoryUse;
import io.gantry.agent.host.Disk;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.DiskUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What containers and volumes take of the disk. Counting walks over all files, so a count is kept for a minute, as upstream's kubelet
 * does; and nothing is counted that nobody asks for.
 */
public final class DiskUsages {

    private static final Duration KEPT = Duration.ofMinutes(1);

    /**
     * A volume on disk.
     *
     * @param disk the file system that it lies on
     * @param usedBytes of the volume alone, where it shares the file system with others
     * @param usedInodes likewise
     */
    public record Volume(Disk disk, long usedBytes, long usedInodes) {}

    private record Counted<T>(Instant at, T value) {}

    private final ContainerEngine engine;
    private final Path pods;
    private final InstantSource clock;
    private volatile Optional<Path> rootDir = Optional.empty();
    private final ConcurrentMap<String, Counted<DiskUse>> containers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Path, Counted<Volume>> volumes = new ConcurrentHashMap<>();

    /** @param pods the directory with one directory a pod */
    public DiskUsages(ContainerEngine engine, Path pods, InstantSource clock) {
        this.engine = engine;
        this.pods = pods;
        this.clock = clock;
    }

    /** Of the file system that holds a path. */
    public Disk disk(Path path) throws IOException {
        return Disk.of(path);
    }

    /**
     * Of the file system with images and writable layers.
     *
     * @param other for an engine in a namespace of its own, which may name what cannot be seen from here
     */
    public Disk images(Path other) throws IOException {
        if (rootDir.isEmpty()) {
            // an engine that is given another directory is another engine, and its node another agent
            rootDir = Optional.of(Path.of(engine.info().rootDir()));
        }
        Path root = rootDir.get();
        return disk(Files.exists(root) ? root : other);
    }

    public DiskUse container(String id) {
        dropOld();
        Counted<DiskUse> known = containers.get(id);
        if (known != null) {
            return known.value();
        }
        DiskUse fresh = engine.diskUsage(id);
        containers.put(id, new Counted<>(clock.instant(), fresh));
        return fresh;
    }

    /** The volumes of a pod that are there, by name in the order of its spec; those of the host are not its own. */
    public Map<String, Volume> volumes(Pod pod) throws IOException {
        dropOld();
        Map<String, Volume> found = new LinkedHashMap<>();
        for (JsonNode volume : pod.volumes()) {
            String name = volume.path("name").asText();
            Path directory = pods.resolve(pod.uid()).resolve("volumes").resolve(name);
            if (Files.isDirectory(directory) && !volume.has("hostPath")) {
                found.put(name, volume(directory));
            }
        }
        return found;
    }

    private Volume volume(Path directory) throws IOException {
        Counted<Volume> known = volumes.get(directory);
        if (known != null) {
            return known.value();
        }
        Disk disk = disk(directory);
        boolean shared = Files.getFileStore(directory).equals(Files.getFileStore(pods));
        DirectoryUse use = shared ? DirectoryUse.of(directory) : new DirectoryUse(disk.usedBytes(), disk.inodesUsed());
        Volume fresh = new Volume(disk, use.bytes(), use.inodes());
        volumes.put(directory, new Counted<>(clock.instant(), fresh));
        return fresh;
    }

    private void dropOld() {
        Instant oldest = clock.instant().minus(KEPT);
        containers.values().removeIf(counted -> counted.at().isBefore(oldest));
        volumes.values().removeIf(counted -> counted.at().isBefore(oldest));
    }

    /** Whether what a pod writes to a volume counts as its ephemeral storage. */
    public static boolean isEphemeral(JsonNode volume) {
        boolean onDisk = volume.path("emptyDir").path("medium").asText("").isEmpty();
        return volume.has("emptyDir") && onDisk || volume.has("configMap") || volume.has("downwardAPI");
    }
}
