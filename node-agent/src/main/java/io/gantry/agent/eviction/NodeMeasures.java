package io.gantry.agent.eviction;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.host.Disk;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.object.Pressure;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.DiskUsages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the machine. */
final class NodeMeasures implements NodeView {

    private static final Logger LOG = LoggerFactory.getLogger(NodeMeasures.class);

    private final HostFacts facts;
    private final ContainerUsages containers;
    private final DiskUsages disks;
    private final Path nodeDisk;

    NodeMeasures(HostFacts facts, ContainerUsages containers, DiskUsages disks, Path nodeDisk) {
        this.facts = facts;
        this.containers = containers;
        this.disks = disks;
        this.nodeDisk = nodeDisk;
    }

    @Override
    public Map<Signal, Observation> observe() {
        Map<Signal, Observation> seen = new EnumMap<>(Signal.class);
        try {
            seen.put(Signal.MEMORY_AVAILABLE, new Observation(facts.memoryAvailable(), facts.memoryTotal()));
            long[] processes = facts.processIds();
            seen.put(Signal.PROCESSES_AVAILABLE, new Observation(processes[1] - processes[0], processes[1]));
            disk(seen, disks.disk(nodeDisk), Signal.NODE_DISK_AVAILABLE, Signal.NODE_INODES_FREE);
            disk(seen, disks.images(nodeDisk), Signal.IMAGE_DISK_AVAILABLE, Signal.IMAGE_INODES_FREE);
        } catch (IOException | EngineException e) {
            LOG.debug("event=node-not-measured error=\"{}\"", e.getMessage());
        }
        return seen;
    }

    private static void disk(Map<Signal, Observation> seen, Disk disk, Signal bytes, Signal inodes) {
        seen.put(bytes, new Observation(disk.availableBytes(), disk.capacityBytes()));
        if (disk.inodes() > 0) {
            seen.put(inodes, new Observation(disk.inodesFree(), disk.inodes()));
        }
    }

    @Override
    public List<PodUse> pods(Function<PodIdentity, Optional<Pod>> wanted, Pressure pressure) throws IOException {
        List<PodUse> uses = new ArrayList<>();
        for (Map.Entry<PodIdentity, List<Measured>> entry : containers.byPod().entrySet()) {
            Optional<Pod> pod = wanted.apply(entry.getKey());
            if (pod.isPresent()) {
                uses.add(use(pod.get(), entry.getValue(), pressure == Pressure.DISK));
            }
        }
        return uses;
    }

    private PodUse use(Pod pod, List<Measured> measured, boolean withDisk) throws IOException {
        long memory = 0;
        long disk = withDisk ? volumes(pod) : 0;
        long processes = 0;
        List<PodUse.ContainerUse> uses = new ArrayList<>();
        for (Measured one : measured) {
            memory += one.usage().workingSetBytes();
            processes += one.usage().processes();
            if (!one.sandbox()) {
                long own = withDisk ? disks.container(one.container().id()).total() : 0;
                disk += own;
                uses.add(new PodUse.ContainerUse(
                        one.container().containerName(), one.usage().workingSetBytes(), own));
            }
        }
        return new PodUse(pod, memory, disk, processes, uses);
    }

    private long volumes(Pod pod) throws IOException {
        Map<String, DiskUsages.Volume> found = disks.volumes(pod);
        long bytes = 0;
        for (JsonNode volume : pod.volumes()) {
            DiskUsages.Volume use = found.get(volume.path("name").asText());
            bytes += use != null && DiskUsages.isEphemeral(volume) ? use.usedBytes() : 0;
        }
        return bytes;
    }
}
