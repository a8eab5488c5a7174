package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.scheduler.model.Taint;
import java.util.List;
import java.util.Optional;

/** Keeps pods off nodes with taints that they do not tolerate, and prefers nodes with fewer PreferNoSchedule taints. */
public final class TaintToleration implements FilterPlugin, ScorePlugin {

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        return node -> {
            for (Taint taint : node.taints()) {
                if (!taint.effect().equals("PreferNoSchedule") && !tolerates(pod, taint)) {
                    return Optional.of("node(s) had untolerated taint(s)");
                }
            }
            return Optional.empty();
        };
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            for (Taint taint : nodes.get(i).taints()) {
                if (taint.effect().equals("PreferNoSchedule") && !tolerates(pod, taint)) {
                    scores[i]++;
                }
            }
        }
        return ScorePlugin.lowestBest(scores);
    }

    private static boolean tolerates(PodInfo pod, Taint taint) {
        return pod.tolerations().stream().anyMatch(toleration -> toleration.tolerates(taint));
    }
}
