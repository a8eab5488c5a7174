package io.gantry.scheduler;

import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.ReservePlugin;
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
import io.gantry.scheduler.plugin.VolumeBinding;
import io.gantry.scheduler.plugin.VolumeRestrictions;
import io.gantry.scheduler.plugin.VolumeZone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Finds the node for one pod: filter, score, choose; and when there is none, whom to evict for it. */
final class Pipeline {

    /** With fewer nodes all are looked at. */
    private static final int ALL_NODES = 100;

    /** Upstream's words of a plugin for devices that are claimed; pods here claim none. */
    private static final String NO_CLAIMS = "no new claims to deallocate";

    private final List<FilterPlugin> filters;
    private final List<ScorePlugin> scores;
    private final List<ReservePlugin> reserves;
    private final Preemption preemption;
    private final RandomGenerator random;
    private int start;

    Pipeline(
            List<FilterPlugin> filters,
            List<ScorePlugin> scores,
            List<ReservePlugin> reserves,
            Preemption preemption,
            RandomGenerator random) {
        this.filters = filters;
        this.scores = scores;
        this.reserves = reserves;
        this.preemption = preemption;
        this.random = random;
    }

    /** All plugins, in the order in which they run. */
    static Pipeline standard(RandomGenerator random, Supplier<List<DisruptionBudget>> budgets, ClusterView view) {
        TaintToleration taints = new TaintToleration();
        NodeAffinity affinity = new NodeAffinity();
        NodeResourcesFit resources = new NodeResourcesFit();
        PodTopologySpread spread = new PodTopologySpread();
        InterPodAffinity pods = new InterPodAffinity();
        VolumeBinding volumes = new VolumeBinding(view);
        return new Pipeline(
                List.of(
                        new NodeUnschedulable(),
                        taints,
                        affinity,
                        new NodePorts(),
                        resources,
                        new VolumeRestrictions(view),
                        volumes,
                        new VolumeZone(view),
                        spread,
                        pods),
                List.of(taints, affinity, resources, spread, pods, new BalancedAllocation(), new ImageLocality()),
                List.of(volumes),
                new Preemption(budgets, random),
                random);
    }

    /** What became of a pod. */
    sealed interface Outcome {

        record Chosen(String nodeName) implements Outcome {}

        /**
         * No node can take it.
         *
         * @param message that of the FailedScheduling event
         * @param rejectors whose change of mind the pod waits for; none when there was nothing to look at
         * @param preemption what evicting others can do
         */
        record Unschedulable(String message, Set<FilterPlugin> rejectors, Preemption.Outcome preemption)
                implements Outcome {}
    }

    /** What the filters said. */
    private record Sieve(List<NodeInfo> feasible, Map<String, Rejection> rejections, Set<FilterPlugin> rejectors) {

        static Sieve empty() {
            return new Sieve(new ArrayList<>(), new HashMap<>(), new HashSet<>());
        }

        void take(NodeInfo node, Optional<NodeFilter.Refusal> refusal) {
            if (refusal.isEmpty()) {
                feasible.add(node);
            } else {
                rejections.put(node.name(), refusal.get().rejection());
                rejectors.add(refusal.get().plugin());
            }
        }
    }

    /** What takes for a pod what it needs besides room. */
    List<ReservePlugin> reserves() {
        return reserves;
    }

    /** The resources besides pods, nodes and namespaces whose changes matter. */
    Set<GroupResource> watches() {
        Set<GroupResource> all = new HashSet<>();
        filters.forEach(plugin -> all.addAll(plugin.watches()));
        return Set.copyOf(all);
    }

    Outcome schedule(PodInfo pod, Snapshot snapshot) {
        if (snapshot.nodes().isEmpty()) {
            return new Outcome.Unschedulable(
                    FitMessage.NO_NODES, Set.of(), new Preemption.Outcome.NotEligible(FitMessage.NO_NODES));
        }
        for (FilterPlugin plugin : filters) {
            Optional<String> objection = plugin.objection(pod);
            if (objection.isPresent()) {
                return nowhere(pod, snapshot, plugin, objection.get());
            }
        }
        NodeFilter filter = NodeFilter.of(pod, snapshot, filters);
        Optional<NodeInfo> nominated = snapshot.node(pod.nominatedNode())
                .filter(node -> filter.reject(node).isEmpty());
        if (nominated.isPresent()) {
            return new Outcome.Chosen(nominated.get().name());
        }
        Map<FilterPlugin, Set<String>> named = named(pod);
        Sieve sieve = Sieve.empty();
        sieve.rejectors().addAll(named.keySet());
        sift(sieve, among(snapshot.nodes(), named), filter);
        if (sieve.feasible().isEmpty()) {
            return unschedulable(pod, snapshot, filter, sieve, named);
        }
        if (sieve.feasible().size() == 1) {
            return new Outcome.Chosen(sieve.feasible().getFirst().name());
        }
        long[] total = total(pod, snapshot, sieve.feasible());
        return new Outcome.Chosen(choose(sieve.feasible(), total).name());
    }

    /** What plugins say of nodes by name, before any is looked at. */
    private Map<FilterPlugin, Set<String>> named(PodInfo pod) {
        Map<FilterPlugin, Set<String>> named = new HashMap<>();
        for (FilterPlugin plugin : filters) {
            plugin.onlyNodes(pod).ifPresent(names -> named.put(plugin, names));
        }
        return named;
    }

    private static List<NodeInfo> among(List<NodeInfo> nodes, Map<FilterPlugin, Set<String>> named) {
        return named.isEmpty()
                ? nodes
                : nodes.stream()
                        .filter(node -> named.values().stream().allMatch(names -> names.contains(node.name())))
                        .toList();
    }

    /** Looks at nodes from where the last search ended until enough can take the pod. */
    private void sift(Sieve sieve, List<NodeInfo> nodes, NodeFilter filter) {
        int enough = enough(nodes.size());
        int looked = 0;
        while (looked < nodes.size() && sieve.feasible().size() < enough) {
            NodeInfo node = nodes.get((start + looked) % nodes.size());
            looked++;
            sieve.take(node, filter.reject(node));
        }
        start = nodes.isEmpty() ? 0 : (start + looked) % nodes.size();
    }

    /** A plugin says no without a look at the nodes. */
    private Outcome nowhere(PodInfo pod, Snapshot snapshot, FilterPlugin plugin, String objection) {
        Preemption.Outcome eviction =
                preemption.decide(pod, snapshot, NodeFilter.of(pod, snapshot, List.of()), Map.of());
        return new Outcome.Unschedulable(
                "0/" + snapshot.nodes().size() + " nodes are available: " + objection + "." + help(eviction),
                Set.of(plugin),
                eviction);
    }

    private Outcome unschedulable(
            PodInfo pod, Snapshot snapshot, NodeFilter filter, Sieve sieve, Map<FilterPlugin, Set<String>> named) {
        List<String> names =
                named.keySet().stream().map(FilterPlugin::name).sorted().toList();
        String message = FitMessage.of(
                snapshot.nodes().size(),
                sieve.rejections().values(),
                "node(s) didn't satisfy plugin(s) [" + String.join(" ", names) + "]");
        Preemption.Outcome eviction = preemption.decide(pod, snapshot, filter, sieve.rejections());
        return new Outcome.Unschedulable(message + help(eviction), Set.copyOf(sieve.rejectors()), eviction);
    }

    private static String help(Preemption.Outcome eviction) {
        return switch (eviction) {
            case Preemption.Outcome.Evict evict -> "";
            case Preemption.Outcome.Hopeless hopeless -> " " + NO_CLAIMS + ", preemption: " + hopeless.message();
            case Preemption.Outcome.NotEligible not -> " " + NO_CLAIMS + ", preemption: " + not.message();
        };
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
}
