package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.Amounts;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.Rejection.Remedy;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps pods off nodes without room for their requests, and prefers nodes with more room left (LeastAllocated). */
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        return node -> reject(pod, node);
    }

    /** Names everything that is lacking. Pods that leave do not help where even the empty node is too small. */
    private static Optional<Rejection> reject(PodInfo pod, NodeInfo node) {
        List<String> lacking = new ArrayList<>();
        if (node.pods().size() + 1 > node.podLimit()) {
            lacking.add("Too many pods");
        }
        insufficient(pod.requests(), node.allocatable().minus(node.requested()))
                .forEach(resource -> lacking.add("Insufficient " + resource));
        if (lacking.isEmpty()) {
            return Optional.empty();
        }
        boolean tooSmall = !insufficient(pod.requests(), node.allocatable()).isEmpty();
        return Optional.of(new Rejection(lacking, tooSmall ? Remedy.NONE : Remedy.EVICTION));
    }

    private static List<String> insufficient(Amounts wanted, Amounts available) {
        List<String> lacking = new ArrayList<>();
        compare("cpu", wanted.milliCpu(), available.milliCpu(), lacking);
        compare("memory", wanted.memory(), available.memory(), lacking);
        compare("ephemeral-storage", wanted.ephemeralStorage(), available.ephemeralStorage(), lacking);
        new TreeMap<>(wanted.others())
                .forEach((name, amount) ->
                        compare(name, amount, available.others().getOrDefault(name, 0L), lacking));
        return lacking;
    }

    private static void compare(String resource, long wanted, long available, List<String> lacking) {
        if (wanted > 0 && wanted > available) {
            lacking.add(resource);
        }
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> fitsEmpty(pod, added.node());
            case ClusterChange.NodeModified modified ->
                fitsEmpty(pod, modified.after()) && hasGrown(modified.before(), modified.after());
            case ClusterChange.PodGone gone -> true;
            case ClusterChange.PodModified modified ->
                !insufficient(modified.before().requests(), modified.after().requests())
                        .isEmpty();
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.NamespaceModified modified -> false;
            case ClusterChange.ObjectChanged changed -> false;
        };
    }

    private static boolean fitsEmpty(PodInfo pod, NodeInfo node) {
        return node.podLimit() > 0
                && insufficient(pod.requests(), node.allocatable()).isEmpty();
    }

    private static boolean hasGrown(NodeInfo before, NodeInfo after) {
        return after.podLimit() > before.podLimit()
                || !insufficient(after.allocatable(), before.allocatable()).isEmpty();
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        Amounts wanted = pod.assumedRequests();
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            NodeInfo node = nodes.get(i);
            long byCpu = free(node.allocatable().milliCpu(), node.assumed().milliCpu() + wanted.milliCpu());
            long byMemory = free(node.allocatable().memory(), node.assumed().memory() + wanted.memory());
            scores[i] = (byCpu + byMemory) / 2;
        }
        return scores;
    }

    /** Share that is left, 0 to 100. */
    private static long free(long allocatable, long requested) {
        return allocatable <= 0 || requested > allocatable ? 0 : (allocatable - requested) * MAX / allocatable;
    }
}
