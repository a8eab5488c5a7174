package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A term of node affinity (core/v1 NodeSelectorTerm): all of its requirements must hold; one without any matches nothing. */
public record NodeTerm(Selector labels, Selector fields) {

    public static NodeTerm of(JsonNode term) {
        return new NodeTerm(
                Selector.ofExpressions(term.path("matchExpressions")),
                Selector.ofExpressions(term.path("matchFields")));
    }

    /** The terms of a NodeSelector, which are alternatives; absent when there is no selector, so that any node will do. */
    public static Optional<List<NodeTerm>> ofSelector(JsonNode selector) {
        if (!selector.isObject()) {
            return Optional.empty();
        }
        List<NodeTerm> list = new ArrayList<>();
        selector.path("nodeSelectorTerms").forEach(term -> list.add(of(term)));
        return Optional.of(List.copyOf(list));
    }

    /** Whether a selector with these terms allows the node. */
    public static boolean anyMatches(Optional<List<NodeTerm>> terms, NodeInfo node) {
        return terms.isEmpty() || terms.get().stream().anyMatch(term -> term.matches(node));
    }

    public boolean matches(NodeInfo node) {
        return !(labels.isEmpty() && fields.isEmpty())
                && labels.matches(node.labels())
                && fields.matches(Map.of("metadata.name", node.name()));
    }
}
