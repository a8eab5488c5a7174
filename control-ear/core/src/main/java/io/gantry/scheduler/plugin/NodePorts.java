package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.HostPort;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import java.util.Optional;

/** Keeps pods off nodes whose ports of the host are taken. */
public final class NodePorts implements FilterPlugin {

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        if (pod.hostPorts().isEmpty()) {
            return NodeTest.ALL;
        }
        return node -> pod.hostPorts().stream().anyMatch(port -> isTaken(node, port))
                ? Optional.of("node(s) didn't have free ports for the requested pod ports")
                : Optional.empty();
    }

    private static boolean isTaken(NodeInfo node, HostPort port) {
        return node.pods().stream().anyMatch(other -> other.hostPorts().stream().anyMatch(port::conflictsWith));
    }
}
