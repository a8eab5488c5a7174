package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.AffinityTerm;
import io.gantry.scheduler.model.NodeInfo;
import java.util.HashMap;
import java.util.Map;

/** What places are worth to a pod, by the key and the value of the label that makes them. */
final class PlaceWorth {

    private final Map<String, Map<String, Long>> worth = new HashMap<>();

    /** Adds to what the place is worth where the node is, in the sense of the term. */
    void add(AffinityTerm term, long weight, NodeInfo node) {
        String value = node.labels().get(term.topologyKey());
        if (value != null) {
            worth.computeIfAbsent(term.topologyKey(), key -> new HashMap<>()).merge(value, weight, Long::sum);
        }
    }

    long of(NodeInfo node) {
        long sum = 0;
        for (Map.Entry<String, Map<String, Long>> places : worth.entrySet()) {
            String value = node.labels().get(places.getKey());
            sum += value == null ? 0 : places.getValue().getOrDefault(value, 0L);
        }
        return sum;
    }

    boolean isEmpty() {
        return worth.isEmpty();
    }
}
