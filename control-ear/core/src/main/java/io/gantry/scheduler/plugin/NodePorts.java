package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.HostPort;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.Snapshot;
import java.util.Optional;

/** Keeps pods off nodes whose ports of the host are taken. */
public final class NodePorts implements FilterPlugin {

    private static final Rejection TAKEN =
            Rejection.resolvable("node(s) didn't have free ports for the requested pod ports");

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        if (pod.hostPorts().isEmpty()) {
            return NodeTest.ALL;
        }
        return node ->
                pod.hostPorts().stream().anyMatch(port -> isTaken(node, port)) ? Optional.of(TAKEN) : Optional.empty();
    }

    private static boolean isTaken(NodeInfo node, HostPort port) {
        return node.pods().stream().anyMatch(other -> takes(other, port));
    }

    private static boolean takes(PodInfo pod, HostPort port) {
        return pod.hostPorts().stream().anyMatch(port::conflictsWith);
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> true;
            case ClusterChange.PodGone gone -> pod.hostPorts().stream().anyMatch(port -> takes(gone.pod(), port));
            case ClusterChange.NodeModified modified -> false;
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.PodModified modified -> false;
            case ClusterChange.NamespaceModified modified -> false;
            case ClusterChange.ObjectChanged changed -> false;
        };
    }
}
