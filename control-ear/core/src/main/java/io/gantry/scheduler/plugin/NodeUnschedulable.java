package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.Snapshot;
import java.util.Optional;

/** Keeps pods off cordoned nodes, unless they tolerate it. */
public final class NodeUnschedulable implements FilterPlugin {

    private static final Rejection CORDONED = Rejection.lasting("node(s) were unschedulable");

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        return node -> node.isCordonedFor(pod) ? Optional.of(CORDONED) : Optional.empty();
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> !added.node().isCordonedFor(pod);
            case ClusterChange.NodeModified modified ->
                modified.before().isCordonedFor(pod) && !modified.after().isCordonedFor(pod);
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.PodModified modified -> false;
            case ClusterChange.PodGone gone -> false;
            case ClusterChange.NamespaceModified modified -> false;
            case ClusterChange.ObjectChanged changed -> false;
        };
    }
}
