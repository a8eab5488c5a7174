package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.AffinityTerm;
import io.gantry.scheduler.model.NodeInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Places, each all nodes with one value of a label. Kept by the label's key: every node is asked, and there are many places. */
final class Places {

    private final Map<String, Set<String>> values = new HashMap<>();

    /** Adds where the node is, in the sense of the term. */
    void add(AffinityTerm term, NodeInfo node) {
        String value = node.labels().get(term.topologyKey());
        if (value != null) {
            values.computeIfAbsent(term.topologyKey(), key -> new HashSet<>()).add(value);
        }
    }

    /** Whether the node is in one of the places, in the sense of the term. */
    boolean have(AffinityTerm term, NodeInfo node) {
        return have(term.topologyKey(), node);
    }

    /** Whether the node is in one of the places, in any sense. */
    boolean have(NodeInfo node) {
        for (String topologyKey : values.keySet()) {
            if (have(topologyKey, node)) {
                return true;
            }
        }
        return false;
    }

    private boolean have(String topologyKey, NodeInfo node) {
        String value = node.labels().get(topologyKey);
        return value != null && values.getOrDefault(topologyKey, Set.of()).contains(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }
}
