package io.gantry.scheduler.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.RequiredNodeAffinity;
import io.gantry.scheduler.model.Selector;
import io.gantry.scheduler.model.Selector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A topology spread constraint of a pod (KEP-895), with the defaults of KEP-3022 and KEP-3094.
 *
 * @param counted the pods that the constraint means
 * @param countsSelf whether the pod is one of them
 * @param minDomains with fewer places, the emptiest counts as having no pod
 * @param included nodes whose pods are counted
 */
record SpreadConstraint(
        String topologyKey,
        int maxSkew,
        Predicate<PodInfo> counted,
        boolean countsSelf,
        int minDomains,
        Predicate<NodeInfo> included) {

    static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    /** The pod's own constraints of one kind. */
    static List<SpreadConstraint> of(PodInfo pod, String whenUnsatisfiable) {
        List<SpreadConstraint> result = new ArrayList<>();
        for (JsonNode constraint : pod.topologySpreadConstraints()) {
            if (constraint.path("whenUnsatisfiable").asText().equals(whenUnsatisfiable)) {
                result.add(of(pod, constraint));
            }
        }
        return result;
    }

    private static SpreadConstraint of(PodInfo pod, JsonNode constraint) {
        Selector selector = selector(pod, constraint);
        return new SpreadConstraint(
                constraint.path("topologyKey").asText(),
                constraint.path("maxSkew").asInt(1),
                other -> !selector.isEmpty()
                        && !other.terminating()
                        && other.namespace().equals(pod.namespace())
                        && selector.matches(other.labels()),
                selector.matches(pod.labels()),
                constraint.path("minDomains").asInt(1),
                included(pod, constraint));
    }

    /** The label selector, narrowed to the pod's own values of {@code matchLabelKeys} (KEP-3243). */
    private static Selector selector(PodInfo pod, JsonNode constraint) {
        List<Requirement> own = new ArrayList<>();
        for (JsonNode key : constraint.path("matchLabelKeys")) {
            Optional.ofNullable(pod.labels().get(key.asText()))
                    .ifPresent(value -> own.add(new Requirement(key.asText(), "In", Set.of(value))));
        }
        return Selector.ofLabelSelector(constraint.path("labelSelector")).and(new Selector(own));
    }

    private static Predicate<NodeInfo> included(PodInfo pod, JsonNode constraint) {
        Predicate<NodeInfo> included = node -> true;
        if (!constraint.path("nodeAffinityPolicy").asText("").equals("Ignore")) {
            included = included.and(RequiredNodeAffinity.of(pod)::matches);
        }
        if (constraint.path("nodeTaintsPolicy").asText("").equals("Honor")) {
            included = included.and(node -> !pod.isRepelledBy(node));
        }
        return included;
    }

    /** Preferences for pods of one owner that say nothing of spreading. */
    static List<SpreadConstraint> byDefault(PodInfo pod) {
        if (pod.ownerUid().isEmpty()) {
            return List.of();
        }
        Predicate<PodInfo> siblings = other -> other.ownerUid().equals(pod.ownerUid()) && !other.terminating();
        Predicate<NodeInfo> included = RequiredNodeAffinity.of(pod)::matches;
        return List.of(
                new SpreadConstraint(HOSTNAME, 3, siblings, true, 1, included),
                new SpreadConstraint(ZONE, 5, siblings, true, 1, included));
    }

    /** The node's place; absent when it has none. */
    Optional<String> place(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(topologyKey));
    }

    int count(NodeInfo node) {
        return (int) node.pods().stream().filter(counted).count();
    }

    /** Whether the node has a place for each of the constraints. */
    static boolean allHold(NodeInfo node, List<SpreadConstraint> constraints) {
        return constraints.stream().allMatch(constraint -> node.labels().containsKey(constraint.topologyKey()));
    }
}
