package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;

/** Prefers nodes whose CPU and memory would be used in equal shares, so that neither strands the other. */
public final class BalancedAllocation implements ScorePlugin {

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            NodeInfo node = nodes.get(i);
            double cpu = share(
                    node.requested().milliCpu() + pod.requests().milliCpu(),
                    node.allocatable().milliCpu());
            double memory = share(
                    node.requested().memory() + pod.requests().memory(),
                    node.allocatable().memory());
            // the standard deviation of two values is half their distance
            scores[i] = Math.round((1 - Math.abs(cpu - memory) / 2) * MAX);
        }
        return scores;
    }

    private static double share(long used, long of) {
        return of <= 0 ? 1 : Math.min(1.0, (double) used / of);
    }
}
