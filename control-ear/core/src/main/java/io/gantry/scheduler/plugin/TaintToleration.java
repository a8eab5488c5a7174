package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.scheduler.model.Taint;
import io.gantry.scheduler.model.Toleration;
import java.util.List;
import java.util.Optional;

/** Keeps pods off nodes with taints that they do not tolerate, and prefers nodes with fewer PreferNoSchedule taints. */
public final class TaintToleration implements FilterPlugin, ScorePlugin {

    private static final Rejection REPELLED = Rejection.lasting("node(s) had untolerated taint(s)");

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        return node -> pod.isRepelledBy(node) ? Optional.of(REPELLED) : Optional.empty();
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> !pod.isRepelledBy(added.node());
            case ClusterChange.NodeModified modified ->
                pod.isRepelledBy(modified.before()) && !pod.isRepelledBy(modified.after());
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
        return 3;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        List<Toleration> softly = pod.tolerations().stream()
                .filter(toleration ->
                        toleration.effect().isEmpty() || toleration.effect().equals("PreferNoSchedule"))
                .toList();
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            for (Taint taint : nodes.get(i).taints()) {
                if (!taint.repels() && softly.stream().noneMatch(toleration -> toleration.tolerates(taint))) {
                    scores[i]++;
                }
            }
        }
        return ScorePlugin.lowestBest(scores);
    }
}
