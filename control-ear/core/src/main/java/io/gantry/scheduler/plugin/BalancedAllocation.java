package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.Amounts;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;

/**
 * Prefers nodes where the pod brings the used shares of CPU and memory nearer to each other, so that neither strands the other. A node
 * whose balance stays as it is gets 75. A pod that asks for nothing changes no balance and is not scored.
 */
public final class BalancedAllocation implements ScorePlugin {

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long[] scores = new long[nodes.size()];
        Amounts wanted = pod.requests();
        if (wanted.milliCpu() == 0 && wanted.memory() == 0) {
            return scores;
        }
        for (int i = 0; i < scores.length; i++) {
            NodeInfo node = nodes.get(i);
            long with = balance(node.requested().plus(wanted), node.allocatable());
            long without = balance(node.requested(), node.allocatable());
            scores[i] = MAX / 2 + (MAX / 2 + with - without) / 2;
        }
        return scores;
    }

    /** 100 less the standard deviation of the shares, in percent; of two values that is half their distance. */
    private static long balance(Amounts used, Amounts of) {
        if (of.milliCpu() <= 0 || of.memory() <= 0) {
            return MAX;
        }
        double cpu = share(used.milliCpu(), of.milliCpu());
        double memory = share(used.memory(), of.memory());
        return (long) ((1 - Math.abs(cpu - memory) / 2) * MAX);
    }

    private static double share(long used, long of) {
        return Math.min(1.0, (double) used / of);
    }
}
