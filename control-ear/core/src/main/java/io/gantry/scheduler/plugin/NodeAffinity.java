package io.gantry.scheduler.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.NodeTerm;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.RequiredNodeAffinity;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pod's nodeSelector and node affinity, required and preferred. */
public final class NodeAffinity implements FilterPlugin, ScorePlugin {

    private static final Rejection OTHER = Rejection.lasting("node(s) didn't match Pod's node affinity/selector");

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        RequiredNodeAffinity required = RequiredNodeAffinity.of(pod);
        return required.isEmpty()
                ? NodeTest.ALL
                : node -> required.matches(node) ? Optional.empty() : Optional.of(OTHER);
    }

    @Override
    public Optional<Set<String>> onlyNodes(PodInfo pod) {
        return RequiredNodeAffinity.of(pod).nodeNames();
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        RequiredNodeAffinity required = RequiredNodeAffinity.of(pod);
        return switch (change) {
            case ClusterChange.NodeAdded added -> required.matches(added.node());
            case ClusterChange.NodeModified modified ->
                !required.matches(modified.before()) && required.matches(modified.after());
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.PodModified modified -> false;
            case ClusterChange.PodGone gone -> false;
            case ClusterChange.NamespaceModified modified -> false;
            case ClusterChange.ObjectChanged changed -> false;
        };
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long[] scores = new long[nodes.size()];
        for (JsonNode preferred :
                pod.affinity().path("nodeAffinity").path("preferredDuringSchedulingIgnoredDuringExecution")) {
            NodeTerm term = NodeTerm.of(preferred.path("preference"));
            for (int i = 0; i < scores.length; i++) {
                if (term.matches(nodes.get(i))) {
                    scores[i] += preferred.path("weight").asLong();
                }
            }
        }
        return ScorePlugin.highestBest(scores);
    }
}
