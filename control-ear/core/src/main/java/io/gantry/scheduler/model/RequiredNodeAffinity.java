package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod demands of its node's labels and name: nodeSelector and required node affinity together.
 *
 * @param selector of nodeSelector
 * @param terms alternatives; absent when the pod has no required node affinity
 */
public record RequiredNodeAffinity(Selector selector, Optional<List<NodeTerm>> terms) {

    private static final String NAME = "metadata.name";

    public static RequiredNodeAffinity of(PodInfo pod) {
        JsonNode required = pod.affinity().path("nodeAffinity").path("requiredDuringSchedulingIgnoredDuringExecution");
        return new RequiredNodeAffinity(Selector.ofMap(pod.nodeSelector()), NodeTerm.ofSelector(required));
    }

    public boolean isEmpty() {
        return selector.isEmpty() && terms.isEmpty();
    }

    public boolean matches(NodeInfo node) {
        return selector.matches(node.labels()) && NodeTerm.anyMatches(terms, node);
    }

    /** The names that the terms allow; absent when some term allows nodes of any name. */
    public Optional<Set<String>> nodeNames() {
        if (terms.isEmpty() || terms.get().isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        for (NodeTerm term : terms.get()) {
            List<Set<String>> named = new ArrayList<>();
            for (Selector.Requirement field : term.fields().requirements()) {
                if (field.key().equals(NAME) && field.operator().equals("In")) {
                    named.add(field.values());
                }
            }
            if (named.isEmpty()) {
                return Optional.empty();
            }
            Set<String> common = new HashSet<>(named.getFirst());
            named.forEach(common::retainAll);
            names.addAll(common);
        }
        return Optional.of(names);
    }
}
