package io.gantry.agent.endpoint;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.host.Disk;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.probe.ProbeCounts;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.DiskUsages;
import io.gantry.agent.usage.MachineUsage;
import io.gantry.agent.usage.NetworkCounters;
import io.gantry.agent.usage.NetworkCounters.Interface;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the numbers that the endpoints show come from.
 *
 * @param pods that are wanted here, by uid
 * @param disk lies on the file system that pods write to
 */
public record Measures(
        String nodeName,
        ClusterState cluster,
        Function<String, Optional<Pod>> pods,
        ContainerUsages containers,
        MachineUsage machine,
        NetworkCounters network,
        DiskUsages disks,
        ProbeCounts probes,
        HostFacts facts,
        Path disk,
        InstantSource clock) {

    Optional<Pod> pod(PodIdentity identity) {
        return pods.apply(identity.uid());
    }

    /** What went through the pod's own network, from its sandbox; none of a pod in the node's network. */
    List<Interface> interfaces(Optional<Pod> pod, List<Measured> measured) {
        if (pod.filter(Pod::hostNetwork).isPresent()) {
            return List.of();
        }
        return measured.stream()
                .filter(Measured::sandbox)
                .findFirst()
                .map(sandbox -> network.of(sandbox.container().pid()))
                .orElse(List.of());
    }

    Disk nodeDisk() throws IOException {
        return disks.disk(disk);
    }

    /** The file system with images and writable layers. */
    Disk imageDisk() throws IOException {
        return disks.images(disk);
    }
}
