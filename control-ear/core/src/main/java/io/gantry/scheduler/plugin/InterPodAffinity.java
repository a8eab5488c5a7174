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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Affinity and anti-affinity between pods, of the new pod and of those that run already. */
public final class InterPodAffinity implements FilterPlugin, ScorePlugin {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /** Which pods a term means, and in what part of the cluster. */
    private record Term(Selector pods, Set<String> namespaces, String topologyKey) {

        static Term of(JsonNode term, PodInfo owner, Snapshot snapshot) {
            Set<String> namespaces = new HashSet<>();
            term.path("namespaces").forEach(name -> namespaces.add(name.asText()));
            if (term.path("namespaceSelector").isObject()) {
                Selector selector = Selector.ofLabelSelector(term.path("namespaceSelector"));
                snapshot.namespaceLabels().forEach((name, labels) -> {
                    if (selector.matches(labels)) {
                        namespaces.add(name);
                    }
                });
            } else if (namespaces.isEmpty()) {
                namespaces.add(owner.namespace());
            }
            return new Term(
                    Selector.ofLabelSelector(term.path("labelSelector")),
                    namespaces,
                    term.path("topologyKey").asText());
        }

        static List<Term> all(JsonNode terms, PodInfo owner, Snapshot snapshot) {
            List<Term> result = new ArrayList<>();
            terms.forEach(term -> result.add(of(term, owner, snapshot)));
            return result;
        }

        boolean means(PodInfo pod) {
            return namespaces.contains(pod.namespace()) && pods.matches(pod.labels());
        }

        /** The values of the topology label where a pod that is meant runs. */
        Set<String> places(Snapshot snapshot) {
            Set<String> places = new HashSet<>();
            for (NodeInfo node : snapshot.nodes()) {
                String place = node.labels().get(topologyKey);
                if (place != null && node.pods().stream().anyMatch(this::means)) {
                    places.add(place);
                }
            }
            return places;
        }
    }

    private record Place(String topologyKey, String value) {}

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        List<Term> together = Term.all(pod.affinity().path("podAffinity").path(REQUIRED), pod, snapshot);
        List<Term> apart = Term.all(pod.affinity().path("podAntiAffinity").path(REQUIRED), pod, snapshot);
        Set<Place> refused = refusedByOthers(pod, snapshot);
        List<Set<String>> wanted =
                together.stream().map(term -> term.places(snapshot)).toList();
        List<Set<String>> avoided =
                apart.stream().map(term -> term.places(snapshot)).toList();
        // the first of a group that wants to be together may go anywhere
        boolean first =
                wanted.stream().allMatch(Set::isEmpty) && together.stream().allMatch(term -> term.means(pod));
        if (together.isEmpty() && apart.isEmpty() && refused.isEmpty()) {
            return NodeTest.ALL;
        }
        return node -> reject(node, together, wanted, first, apart, avoided, refused);
    }

    private static Optional<String> reject(
            NodeInfo node,
            List<Term> together,
            List<Set<String>> wanted,
            boolean first,
            List<Term> apart,
            List<Set<String>> avoided,
            Set<Place> refused) {
        for (int i = 0; i < together.size(); i++) {
            String place = node.labels().get(together.get(i).topologyKey());
            if (place == null || !first && !wanted.get(i).contains(place)) {
                return Optional.of("node(s) didn't match pod affinity rules");
            }
        }
        for (int i = 0; i < apart.size(); i++) {
            String place = node.labels().get(apart.get(i).topologyKey());
            if (place != null && avoided.get(i).contains(place)) {
                return Optional.of("node(s) didn't match pod anti-affinity rules");
            }
        }
        for (Place place : refused) {
            if (place.value().equals(node.labels().get(place.topologyKey()))) {
                return Optional.of("node(s) didn't satisfy existing pods anti-affinity rules");
            }
        }
        return Optional.empty();
    }

    private static Set<Place> refusedByOthers(PodInfo pod, Snapshot snapshot) {
        Set<Place> refused = new HashSet<>();
        for (NodeInfo node : snapshot.nodes()) {
            for (PodInfo other : node.pods()) {
                JsonNode terms = other.affinity().path("podAntiAffinity").path(REQUIRED);
                if (!terms.isEmpty()) {
                    Term.all(terms, other, snapshot).stream()
                            .filter(term -> term.means(pod) && node.labels().containsKey(term.topologyKey()))
                            .forEach(term -> refused.add(
                                    new Place(term.topologyKey(), node.labels().get(term.topologyKey()))));
                }
            }
        }
        return refused;
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        Map<Place, Long> weights = new HashMap<>();
        collect(pod, pod.affinity().path("podAffinity").path(PREFERRED), 1, snapshot, weights);
        collect(pod, pod.affinity().path("podAntiAffinity").path(PREFERRED), -1, snapshot, weights);
        long[] scores = new long[nodes.size()];
        if (weights.isEmpty()) {
            return scores;
        }
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < scores.length; i++) {
            for (Map.Entry<Place, Long> entry : weights.entrySet()) {
                if (entry.getKey()
                        .value()
                        .equals(nodes.get(i).labels().get(entry.getKey().topologyKey()))) {
                    scores[i] += entry.getValue();
                }
            }
            lowest = Math.min(lowest, scores[i]);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= lowest;
        }
        return ScorePlugin.highestBest(scores);
    }

    private static void collect(
            PodInfo pod, JsonNode preferences, int sign, Snapshot snapshot, Map<Place, Long> weights) {
        for (JsonNode preference : preferences) {
            Term term = Term.of(preference.path("podAffinityTerm"), pod, snapshot);
            long weight = sign * preference.path("weight").asLong();
            for (NodeInfo node : snapshot.nodes()) {
                String value = node.labels().get(term.topologyKey());
                long pods = value == null
                        ? 0
                        : node.pods().stream().filter(term::means).count();
                if (pods > 0) {
                    weights.merge(new Place(term.topologyKey(), value), weight * pods, Long::sum);
                }
            }
        }
    }
}
