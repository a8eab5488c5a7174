package io.gantry.controller.replicaset;

import io.gantry.cache.ClusterView;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which surplus pods go first: unbound, not running, not ready, cheap ({@code controller.kubernetes.io/pod-deletion-cost}), crowded on their
 * node, ready for a short time, often restarted, young. Times count on a logarithmic scale, so that pods of about the same
 * age go in the order of their uids, which is as good as random (upstream's ActivePodsWithRanks, KEP-2185, KEP-2255).
 */
final class DeletionOrder {

    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private final List<PodState> pods;
    private final Map<String, Integer> podsOnNode;
    private final Instant now;

    private DeletionOrder(List<PodState> pods, Map<String, Integer> podsOnNode, Instant now) {
        this.pods = pods;
        this.podsOnNode = podsOnNode;
        this.now = now;
    }

    /** Crowding counts the active pods of all ReplicaSets that share the owner's own controller, such as those of one Deployment. */
    static DeletionOrder of(ApiObject owner, List<PodState> pods, ClusterView view, Instant now) {
        Map<String, Integer> podsOnNode = new HashMap<>();
        for (ApiObject related : related(owner, view)) {
            view.controlledBy(ResourceNames.PODS, related.uid()).stream()
                    .map(PodState::new)
                    .filter(PodState::isActive)
                    .forEach(pod -> podsOnNode.merge(pod.nodeName(), 1, Integer::sum));
        }
        return new DeletionOrder(pods, podsOnNode, now);
    }

    private static List<ApiObject> related(ApiObject owner, ClusterView view) {
        return owner.controllerReference()
                .map(reference -> view.controlledBy(
                        owner.key().resource(), reference.path("uid").asText()))
                .orElse(List.of(owner));
    }

    /** The first pods to go. */
    List<PodState> first(int count) {
        return pods.stream().sorted(order()).limit(count).toList();
    }

    private Comparator<PodState> order() {
        return Comparator.comparing((PodState pod) -> !pod.nodeName().isEmpty())
                .thenComparing(pod -> phaseRank(pod.phase()))
                .thenComparing(PodState::isReady)
                .thenComparing(DeletionOrder::deletionCost)
                .thenComparing(pod -> -podsOnNode.getOrDefault(pod.nodeName(), 0))
                .thenComparing(this::readyMagnitude)
                .thenComparing(pod -> -pod.restarts())
                .thenComparing(pod -> -pod.sidecarRestarts())
                .thenComparing(pod -> magnitude(pod.object().creationTime()))
                .thenComparing(PodState::uid);
    }

    private static int phaseRank(String phase) {
        return switch (phase) {
            case "Pending" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int deletionCost(PodState pod) {
        String text =
                pod.object().metadata().path("annotations").path(DELETION_COST).asText("0");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private int readyMagnitude(PodState pod) {
        return pod.readySince().map(this::magnitude).orElse(-2);
    }

    /** The whole part of the base-2 logarithm of the nanoseconds since then: 1 h and 1.1 h are alike, 1 h and 3 h are not. */
    private int magnitude(Instant since) {
        long nanos = Duration.between(since, now).toNanos();
        return nanos <= 0 ? -1 : 63 - Long.numberOfLeadingZeros(nanos);
    }
}
