package io.gantry.scheduler;

import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.scheduler.plugin.BalancedAllocation;
import io.gantry.scheduler.plugin.ImageLocality;
import io.gantry.scheduler.plugin.InterPodAffinity;
import io.gantry.scheduler.plugin.NodeAffinity;
import io.gantry.scheduler.plugin.NodePorts;
import io.gantry.scheduler.plugin.NodeResourcesFit;
import io.gantry.scheduler.plugin.NodeUnschedulable;
import io.gantry.scheduler.plugin.PodTopologySpread;
import io.gantry.scheduler.plugin.TaintToleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Finds the node for one pod: filter, score, choose. */
final class Pipeline {

    /** With fewer nodes all are looked at. */
    private static final int ALL_NODES = 100;

    private final List<FilterPlugin> filters;
    private final List<ScorePlugin> scores;
    private final RandomGenerator random;
    private int start;

    Pipeline(List<FilterPlugin> filters, List<ScorePlugin> scores, RandomGenerator random) {
        this.filters = filters;
        this.scores = scores;
        this.random = random;
    }

    /** All plugins, in the order in which they run. */
    static Pipeline standard(RandomGenerator random) {
        TaintToleration taints = new TaintToleration();
        NodeAffinity affinity = new NodeAffinity();
        NodeResourcesFit resources = new NodeResourcesFit();
        PodTopologySpread spread = new PodTopologySpread();
        InterPodAffinity pods = new InterPodAffinity();
        return new Pipeline(
                List.of(new NodeUnschedulable(), taints, affinity, new NodePorts(), resources, spread, pods),
                List.of(taints, affinity, resources, spread, pods, new BalancedAllocation(), new ImageLocality()),
                random);
    }

    /** What became of a pod. */
    sealed interface Outcome {

        record Chosen(String nodeName) implements Outcome {}

        /** No node can take it; the message is that of the FailedScheduling event. */
        record Unschedulable(String message) implements Outcome {}
    }

    Outcome schedule(PodInfo pod, Snapshot snapshot) {
        List<FilterPlugin.NodeTest> tests =
                filters.stream().map(filter -> filter.prepare(pod, snapshot)).toList();
        Map<String, Integer> reasons = new TreeMap<>();
        List<NodeInfo> feasible = feasible(snapshot.nodes(), tests, reasons);
        if (feasible.isEmpty()) {
            return new Outcome.Unschedulable(explain(snapshot.nodes().size(), reasons));
        }
        if (feasible.size() == 1) {
            return new Outcome.Chosen(feasible.getFirst().name());
        }
        return new Outcome.Chosen(
                choose(feasible, total(pod, snapshot, feasible)).name());
    }

    /** Looks at nodes from where the last search ended until enough can take the pod. */
    private List<NodeInfo> feasible(
            List<NodeInfo> nodes, List<FilterPlugin.NodeTest> tests, Map<String, Integer> reasons) {
        int enough = enough(nodes.size());
        List<NodeInfo> feasible = new ArrayList<>();
        int looked = 0;
        while (looked < nodes.size() && feasible.size() < enough) {
            NodeInfo node = nodes.get((start + looked) % nodes.size());
            looked++;
            Optional<String> reason = reject(node, tests);
            if (reason.isEmpty()) {
                feasible.add(node);
            } else {
                reasons.merge(reason.get(), 1, Integer::sum);
            }
        }
        start = nodes.isEmpty() ? 0 : (start + looked) % nodes.size();
        return feasible;
    }

    private static Optional<String> reject(NodeInfo node, List<FilterPlugin.NodeTest> tests) {
        for (FilterPlugin.NodeTest test : tests) {
            Optional<String> reason = test.reject(node);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    /** Half of 100 nodes and less of more, down to a twentieth, but never fewer than 100: 1,000 nodes give 420. */
    static int enough(int nodes) {
        if (nodes < ALL_NODES) {
            return nodes;
        }
        int percent = Math.max(5, 50 - nodes / 125);
        return Math.max(ALL_NODES, nodes * percent / 100);
    }

    private long[] total(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        long[] total = new long[feasible.size()];
        for (ScorePlugin plugin : scores) {
            long[] own = plugin.score(pod, snapshot, feasible);
            for (int i = 0; i < total.length; i++) {
                total[i] += own[i] * plugin.weight();
            }
        }
        return total;
    }

    /** The best; of several equally good ones each with the same chance. */
    private NodeInfo choose(List<NodeInfo> nodes, long[] scores) {
        int best = 0;
        int equals = 1;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
                equals = 1;
            } else if (scores[i] == scores[best] && random.nextInt(++equals) == 0) {
                best = i;
            }
        }
        return nodes.get(best);
    }

    private static String explain(int nodes, Map<String, Integer> reasons) {
        if (nodes == 0) {
            return "no nodes available to schedule pods";
        }
        List<String> parts = reasons.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .sorted()
                .toList();
        return "0/" + nodes + " nodes are available: " + String.join(", ", parts) + ".";
    }
}
