package io.gantry.agent.pod;

import io.gantry.agent.certificate.PodCertificates;
import io.gantry.agent.cgroup.PodGroups;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cni.PodNetworks;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.image.ImagePulls;
import io.gantry.agent.object.NodeState;
import io.gantry.agent.probe.HandlerRunner;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.token.PodTokens;
import io.gantry.agent.volume.LocalVolumes;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What every pod worker works with; the same for all pods of a node.
 *
 * @param state of the node, now
 */
public record PodServices(
        NodeContext node,
        ClusterState cluster,
        Reporter reporter,
        ContainerEngine engine,
        ContainerStreams streams,
        ImagePulls images,
        PodNetworks networks,
        PodGroups groups,
        Mounts mounts,
        LocalVolumes localVolumes,
        PodDirectories directories,
        HandlerRunner handlers,
        PodTokens tokens,
        PodCertificates certificates,
        NodeAllocations allocations,
        Supplier<NodeState> state,
        InstantSource clock) {}
