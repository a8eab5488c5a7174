package io.gantry.scheduler;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pods for which room is being made, and where. What this scheduler has decided counts before the cluster says so; what the cluster
 * says replaces it, but its silence does not, since it may only be late.
 */
final class Nominations {

    private final Map<ObjectKey, PodInfo> decided = new HashMap<>();
    private final Map<ObjectKey, PodInfo> stated = new HashMap<>();

    /** Takes a pod without a node as the cluster has it. */
    void observe(ApiObject pod) {
        if (pod.status().path("nominatedNodeName").asText("").isEmpty()) {
            stated.remove(pod.key());
        } else {
            stated.put(pod.key(), PodInfo.of(pod));
            decided.remove(pod.key());
        }
    }

    /** Takes a decision of this scheduler. */
    void decide(PodInfo nominated) {
        decided.put(nominated.key(), nominated);
    }

    /** The pod has a node, is gone, or needs the room no more. */
    void remove(ObjectKey pod) {
        decided.remove(pod);
        stated.remove(pod);
    }

    /** The pod with what is known of its room. */
    PodInfo applyTo(PodInfo pod) {
        PodInfo known = decided.getOrDefault(pod.key(), stated.get(pod.key()));
        return pod.nominatedTo(known == null ? "" : known.nominatedNode());
    }

    Map<String, List<PodInfo>> byNode() {
        Map<String, List<PodInfo>> byNode = new HashMap<>();
        Map<ObjectKey, PodInfo> all = new HashMap<>(stated);
        all.putAll(decided);
        all.values()
                .forEach(pod -> byNode.computeIfAbsent(pod.nominatedNode(), node -> new ArrayList<>())
                        .add(pod));
        return byNode;
    }
}
