package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.Amounts;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps pods off nodes without room for their requests, and prefers nodes with more room left (LeastAllocated). */
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {

    /** What a pod without requests counts as when nodes are compared: 0.1 cores and 200 MiB. */
    private static final long DEFAULT_MILLI_CPU = 100;

    private static final long DEFAULT_MEMORY = 200L << 20;

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        Amounts wanted = pod.requests();
        return node -> {
            if (node.pods().size() + 1 > node.podLimit()) {
                return Optional.of("Too many pods");
            }
            Amounts free = node.allocatable().minus(node.requested());
            if (wanted.milliCpu() > 0 && wanted.milliCpu() > free.milliCpu()) {
                return Optional.of("Insufficient cpu");
            }
            if (wanted.memory() > 0 && wanted.memory() > free.memory()) {
                return Optional.of("Insufficient memory");
            }
            if (wanted.ephemeralStorage() > 0 && wanted.ephemeralStorage() > free.ephemeralStorage()) {
                return Optional.of("Insufficient ephemeral-storage");
            }
            for (Map.Entry<String, Long> other : wanted.others().entrySet()) {
                if (other.getValue() > 0 && other.getValue() > free.others().getOrDefault(other.getKey(), 0L)) {
                    return Optional.of("Insufficient " + other.getKey());
                }
            }
            return Optional.empty();
        };
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long cpu = Math.max(pod.requests().milliCpu(), 0);
        long wantedCpu = cpu == 0 ? DEFAULT_MILLI_CPU : cpu;
        long wantedMemory =
                pod.requests().memory() == 0 ? DEFAULT_MEMORY : pod.requests().memory();
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            NodeInfo node = nodes.get(i);
            long byCpu = free(node.allocatable().milliCpu(), node.requested().milliCpu() + wantedCpu);
            long byMemory = free(node.allocatable().memory(), node.requested().memory() + wantedMemory);
            scores[i] = (byCpu + byMemory) / 2;
        }
        return scores;
    }

    /** Share that is left, 0 to 100. */
    private static long free(long allocatable, long requested) {
        return allocatable <= 0 || requested > allocatable ? 0 : (allocatable - requested) * MAX / allocatable;
    }
}
