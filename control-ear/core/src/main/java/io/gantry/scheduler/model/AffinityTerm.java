package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which pods a pod wants near, or far, and what near is (core/v1 PodAffinityTerm).
 *
 * @param namespaces of the pods that are meant
 * @param namespaceSelector further namespaces, by their labels
 * @param topologyKey label whose value nodes near each other share
 * @param weight of a preference; 0 of a requirement
 */
public record AffinityTerm(
        Selector pods, Set<String> namespaces, Optional<Selector> namespaceSelector, String topologyKey, long weight) {

    static List<AffinityTerm> required(JsonNode terms, String ownNamespace) {
        List<AffinityTerm> result = new ArrayList<>();
        terms.forEach(term -> result.add(of(term, ownNamespace, 0)));
        return List.copyOf(result);
    }

    static List<AffinityTerm> preferred(JsonNode preferences, String ownNamespace) {
        List<AffinityTerm> result = new ArrayList<>();
        for (JsonNode preference : preferences) {
            result.add(of(
                    preference.path("podAffinityTerm"),
                    ownNamespace,
                    preference.path("weight").asLong()));
        }
        return List.copyOf(result);
    }

    private static AffinityTerm of(JsonNode term, String ownNamespace, long weight) {
        Set<String> namespaces = new HashSet<>();
        term.path("namespaces").forEach(name -> namespaces.add(name.asText()));
        JsonNode selector = term.path("namespaceSelector");
        if (namespaces.isEmpty() && !selector.isObject()) {
            namespaces.add(ownNamespace);
        }
        return new AffinityTerm(
                Selector.ofLabelSelector(term.path("labelSelector")),
                Set.copyOf(namespaces),
                selector.isObject() ? Optional.of(Selector.ofLabelSelector(selector)) : Optional.empty(),
                term.path("topologyKey").asText(),
                weight);
    }

    /** Whether the pod is one of those that are meant, by labels of namespaces as they are now. */
    public boolean means(PodInfo pod, Map<String, Map<String, String>> namespaceLabels) {
        return pods.matches(pod.labels())
                && (namespaces.contains(pod.namespace())
                        || namespaceSelector
                                .filter(selector ->
                                        selector.matches(namespaceLabels.getOrDefault(pod.namespace(), Map.of())))
                                .isPresent());
    }

    /** Whether the pod may be one of those that are meant, whatever the labels of its namespace are. */
    public boolean mayMean(PodInfo pod) {
        return pods.matches(pod.labels()) && (namespaces.contains(pod.namespace()) || namespaceSelector.isPresent());
    }
}
