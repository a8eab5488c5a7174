package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A term of node affinity (core/v1 NodeSelectorTerm): all of its requirements must hold; one without any matches nothing. */
public record NodeTerm(Selector labels, Selector fields) {

    public static NodeTerm of(JsonNode term) {
        return new NodeTerm(
                Selector.ofExpressions(term.path("matchExpressions")),
                Selector.ofExpressions(term.path("matchFields")));
    }

    public static List<NodeTerm> list(JsonNode terms) {
        List<NodeTerm> list = new ArrayList<>();
        terms.forEach(term -> list.add(of(term)));
        return List.copyOf(list);
    }

    public boolean matches(NodeInfo node) {
        return !(labels.isEmpty() && fields.isEmpty())
                && labels.matches(node.labels())
                && fields.matches(Map.of("metadata.name", node.name()));
    }
}
