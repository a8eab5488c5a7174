package io.gantry.scheduler.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Selector;
import io.gantry.scheduler.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pod's nodeSelector and node affinity, required and preferred. */
public final class NodeAffinity implements FilterPlugin, ScorePlugin {

    /** A term of alternatives: all of its requirements must hold; one without any matches nothing. */
    private record Term(Selector labels, Selector fields) {

        static Term of(JsonNode term) {
            return new Term(
                    Selector.ofExpressions(term.path("matchExpressions")),
                    Selector.ofExpressions(term.path("matchFields")));
        }

        boolean matches(NodeInfo node) {
            return !(labels.isEmpty() && fields.isEmpty())
                    && labels.matches(node.labels())
                    && fields.matches(Map.of("metadata.name", node.name()));
        }
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        Selector selector = Selector.ofMap(pod.nodeSelector());
        JsonNode required = pod.affinity().path("nodeAffinity").path("requiredDuringSchedulingIgnoredDuringExecution");
        List<Term> terms = new ArrayList<>();
        required.path("nodeSelectorTerms").forEach(term -> terms.add(Term.of(term)));
        boolean hasTerms = required.isObject();
        if (selector.isEmpty() && !hasTerms) {
            return NodeTest.ALL;
        }
        return node ->
                selector.matches(node.labels()) && (!hasTerms || terms.stream().anyMatch(term -> term.matches(node)))
                        ? Optional.empty()
                        : Optional.of("node(s) didn't match Pod's node affinity/selector");
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long[] scores = new long[nodes.size()];
        for (JsonNode preferred :
                pod.affinity().path("nodeAffinity").path("preferredDuringSchedulingIgnoredDuringExecution")) {
            Term term = Term.of(preferred.path("preference"));
            for (int i = 0; i < scores.length; i++) {
                if (term.matches(nodes.get(i))) {
                    scores[i] += preferred.path("weight").asLong();
                }
            }
        }
        return ScorePlugin.highestBest(scores);
    }
}
