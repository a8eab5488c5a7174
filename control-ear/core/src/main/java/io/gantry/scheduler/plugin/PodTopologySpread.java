package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Spreads pods over zones and nodes (KEP-895). Pods of one owner that say nothing of it are spread by default: over zones with a skew of
 * 5, over nodes with one of 3, as a preference.
 */
public final class PodTopologySpread implements FilterPlugin, ScorePlugin {

    private static final String HARD = "DoNotSchedule";
    private static final String SOFT = "ScheduleAnyway";
    private static final Rejection SKEWED =
            Rejection.resolvable("node(s) didn't match pod topology spread constraints");
    private static final Rejection NOWHERE =
            Rejection.lasting("node(s) didn't match pod topology spread constraints (missing required label)");

    /** A constraint with the number of its pods in every place that counts. */
    private record Counted(SpreadConstraint constraint, Map<String, Integer> counts, int least) {

        static Counted of(SpreadConstraint constraint, List<SpreadConstraint> all, Snapshot snapshot) {
            Map<String, Integer> counts = new HashMap<>();
            for (NodeInfo node : snapshot.nodes()) {
                if (SpreadConstraint.allHold(node, all) && constraint.included().test(node)) {
                    counts.merge(node.labels().get(constraint.topologyKey()), constraint.count(node), Integer::sum);
                }
            }
            return new Counted(constraint, counts, least(constraint, counts));
        }

        private static int least(SpreadConstraint constraint, Map<String, Integer> counts) {
            if (!counts.isEmpty() && counts.size() < constraint.minDomains()) {
                return 0;
            }
            return counts.values().stream().min(Integer::compare).orElse(Integer.MAX_VALUE);
        }

        /** 2 pods in the place and this one make 3; with 1 in the emptiest place the skew is 2. */
        Optional<Rejection> reject(NodeInfo node) {
            Optional<String> place = constraint.place(node.labels());
            if (place.isEmpty()) {
                return Optional.of(NOWHERE);
            }
            int pods = counts.getOrDefault(place.get(), 0) + (constraint.countsSelf() ? 1 : 0);
            return pods - least > constraint.maxSkew() ? Optional.of(SKEWED) : Optional.empty();
        }
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        List<SpreadConstraint> constraints = SpreadConstraint.of(pod, HARD);
        if (constraints.isEmpty()) {
            return NodeTest.ALL;
        }
        List<Counted> counted = constraints.stream()
                .map(constraint -> Counted.of(constraint, constraints, snapshot))
                .toList();
        return node -> counted.stream()
                .map(each -> each.reject(node))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public boolean looksAtOtherNodes() {
        return true;
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        List<SpreadConstraint> constraints = SpreadConstraint.of(pod, HARD);
        return switch (change) {
            case ClusterChange.NodeAdded added -> SpreadConstraint.allHold(added.node(), constraints);
            case ClusterChange.NodeGone gone -> SpreadConstraint.allHold(gone.node(), constraints);
            case ClusterChange.NodeModified modified -> changesPlaces(modified, constraints);
            case ClusterChange.PodPlaced placed -> anyCounts(constraints, placed.pod());
            case ClusterChange.PodGone gone -> anyMeans(constraints, gone.pod());
            case ClusterChange.PodModified modified ->
                constraints.stream()
                        .anyMatch(constraint -> constraint.counted().test(modified.before())
                                != constraint.counted().test(modified.after()));
            case ClusterChange.NamespaceModified modified -> false;
            case ClusterChange.ObjectChanged changed -> false;
        };
    }

    private static boolean anyCounts(List<SpreadConstraint> constraints, PodInfo pod) {
        return constraints.stream().anyMatch(constraint -> constraint.counted().test(pod));
    }

    /** A pod that leaves does not count while it does so, but until it is gone it may still have been counted. */
    private static boolean anyMeans(List<SpreadConstraint> constraints, PodInfo pod) {
        return anyCounts(constraints, pod.staying());
    }

    private static boolean changesPlaces(ClusterChange.NodeModified modified, List<SpreadConstraint> constraints) {
        boolean before = SpreadConstraint.allHold(modified.before(), constraints);
        boolean after = SpreadConstraint.allHold(modified.after(), constraints);
        boolean moved = constraints.stream()
                .anyMatch(constraint -> !constraint
                        .place(modified.before().labels())
                        .equals(constraint.place(modified.after().labels())));
        boolean included = constraints.stream()
                .anyMatch(constraint -> constraint.included().test(modified.before())
                        != constraint.included().test(modified.after()));
        return before != after || after && (moved || included);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        boolean own = !pod.topologySpreadConstraints().isEmpty();
        List<SpreadConstraint> constraints = own ? SpreadConstraint.of(pod, SOFT) : SpreadConstraint.byDefault(pod);
        if (constraints.isEmpty()) {
            return new long[nodes.size()];
        }
        List<NodeInfo> rated = own
                ? nodes.stream()
                        .filter(node -> SpreadConstraint.allHold(node, constraints))
                        .toList()
                : nodes;
        double[] crowds = new double[nodes.size()];
        for (SpreadConstraint constraint : constraints) {
            Crowd crowd = Crowd.of(constraint, rated, snapshot, own ? constraints : List.of());
            for (int i = 0; i < crowds.length; i++) {
                crowds[i] += crowd.at(nodes.get(i));
            }
        }
        return normalized(crowds, i -> own && !SpreadConstraint.allHold(nodes.get(i), constraints));
    }

    /**
     * How many pods are where a node is. Places of few kinds weigh less than many: 2 zones ln 4, 100 nodes ln 102, so that a pod more in
     * a zone does not outweigh one more on a node.
     */
    private record Crowd(SpreadConstraint constraint, Map<String, Integer> counts, double weight) {

        static Crowd of(
                SpreadConstraint constraint, List<NodeInfo> rated, Snapshot snapshot, List<SpreadConstraint> needed) {
            Map<String, Integer> counts = new HashMap<>();
            rated.forEach(node -> constraint.place(node.labels()).ifPresent(place -> counts.put(place, 0)));
            for (NodeInfo node : snapshot.nodes()) {
                if (SpreadConstraint.allHold(node, needed)
                        && constraint.included().test(node)) {
                    constraint
                            .place(node.labels())
                            .ifPresent(place ->
                                    counts.computeIfPresent(place, (key, count) -> count + constraint.count(node)));
                }
            }
            int size = constraint.topologyKey().equals(SpreadConstraint.HOSTNAME) ? rated.size() : counts.size();
            return new Crowd(constraint, counts, Math.log(size + 2));
        }

        double at(NodeInfo node) {
            return constraint
                    .place(node.labels())
                    .map(place -> counts.getOrDefault(place, 0) * weight + constraint.maxSkew() - 1)
                    .orElse(0.0);
        }
    }

    /** The least crowded node gets 100; one without a place gets 0. */
    private static long[] normalized(double[] crowds, IntPredicate excluded) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < crowds.length; i++) {
            if (!excluded.test(i)) {
                least = Math.min(least, Math.round(crowds[i]));
                most = Math.max(most, Math.round(crowds[i]));
            }
        }
        long[] scores = new long[crowds.length];
        for (int i = 0; i < scores.length; i++) {
            if (!excluded.test(i)) {
                scores[i] = most == 0 ? MAX : MAX * (most + least - Math.round(crowds[i])) / most;
            }
        }
        return scores;
    }
}
