package io.gantry.scheduler.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Selector;
import io.gantry.scheduler.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Spreads pods over zones and nodes (KEP-895). Pods of one owner that say nothing of it are spread by default: over zones with a skew of
 * 5, over nodes with one of 3, as a preference.
 */
public final class PodTopologySpread implements FilterPlugin, ScorePlugin {

    private record Constraint(String topologyKey, int maxSkew, Predicate<PodInfo> counted) {

        static List<Constraint> of(PodInfo pod, String whenUnsatisfiable) {
            List<Constraint> result = new ArrayList<>();
            for (JsonNode constraint : pod.topologySpreadConstraints()) {
                if (constraint.path("whenUnsatisfiable").asText().equals(whenUnsatisfiable)) {
                    Selector selector = Selector.ofLabelSelector(constraint.path("labelSelector"));
                    result.add(new Constraint(
                            constraint.path("topologyKey").asText(),
                            constraint.path("maxSkew").asInt(1),
                            other -> other.namespace().equals(pod.namespace())
                                    && !other.terminating()
                                    && selector.matches(other.labels())));
                }
            }
            return result;
        }

        /** Pods of the constraint by place, for every place there is. */
        Map<String, Integer> count(Snapshot snapshot) {
            Map<String, Integer> counts = new HashMap<>();
            for (NodeInfo node : snapshot.nodes()) {
                String place = node.labels().get(topologyKey);
                if (place != null) {
                    int pods = (int) node.pods().stream().filter(counted).count();
                    counts.merge(place, pods, Integer::sum);
                }
            }
            return counts;
        }
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        List<Constraint> constraints = Constraint.of(pod, "DoNotSchedule");
        if (constraints.isEmpty()) {
            return NodeTest.ALL;
        }
        List<Map<String, Integer>> counts = constraints.stream()
                .map(constraint -> constraint.count(snapshot))
                .toList();
        return node -> {
            for (int i = 0; i < constraints.size(); i++) {
                Constraint constraint = constraints.get(i);
                String place = node.labels().get(constraint.topologyKey());
                if (place == null) {
                    return Optional.of("node(s) didn't match pod topology spread constraints (missing required label)");
                }
                int self = constraint.counted().test(pod) ? 1 : 0;
                int least =
                        counts.get(i).values().stream().min(Integer::compare).orElse(0);
                if (counts.get(i).get(place) + self - least > constraint.maxSkew()) {
                    return Optional.of("node(s) didn't match pod topology spread constraints");
                }
            }
            return Optional.empty();
        };
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        List<Constraint> constraints = Constraint.of(pod, "ScheduleAnyway");
        if (pod.topologySpreadConstraints().isEmpty() && !pod.ownerUid().isEmpty()) {
            Predicate<PodInfo> siblings = other -> other.ownerUid().equals(pod.ownerUid()) && !other.terminating();
            constraints = List.of(
                    new Constraint("kubernetes.io/hostname", 3, siblings),
                    new Constraint("topology.kubernetes.io/zone", 5, siblings));
        }
        long[] scores = new long[nodes.size()];
        for (Constraint constraint : constraints) {
            Map<String, Integer> counts = constraint.count(snapshot);
            for (int i = 0; i < scores.length; i++) {
                String place = nodes.get(i).labels().get(constraint.topologyKey());
                scores[i] += place == null ? 0 : counts.get(place);
            }
        }
        return ScorePlugin.lowestBest(scores);
    }
}
