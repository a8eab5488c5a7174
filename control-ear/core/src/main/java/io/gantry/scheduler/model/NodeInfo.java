package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.schema.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node with the pods that are bound to it or assumed to be.
 *
 * @param podLimit how many pods it may hold
 * @param images sizes in bytes of the images it has, by name
 * @param requested what its pods ask for
 * @param assumed the same, with something for containers that do not say what they need
 * @param affinePods those of its pods that have affinity to other pods, or the contrary
 */
public record NodeInfo(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        Amounts allocatable,
        long podLimit,
        Map<String, Long> images,
        Amounts requested,
        Amounts assumed,
        List<PodInfo> pods,
        List<PodInfo> affinePods) {

    private static final Taint CORDONED = new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

    public static NodeInfo of(ApiObject node) {
        JsonNode allocatable = node.status().path("allocatable");
        return new NodeInfo(
                node.name(),
                node.labels(),
                Taint.of(node.spec().path("taints")),
                node.spec().path("unschedulable").asBoolean(),
                Amounts.of(allocatable),
                allocatable.has("pods")
                        ? Quantity.parse(allocatable.path("pods").asText()).longValue()
                        : 0,
                images(node.status().path("images")),
                Amounts.NONE,
                Amounts.NONE,
                List.of(),
                List.of());
    }

    /** A node of which only pods are known so far. */
    public static NodeInfo unknown(String name) {
        return new NodeInfo(
                name,
                Map.of(),
                List.of(),
                true,
                Amounts.NONE,
                0,
                Map.of(),
                Amounts.NONE,
                Amounts.NONE,
                List.of(),
                List.of());
    }

    public NodeInfo with(PodInfo pod) {
        List<PodInfo> more = new ArrayList<>(pods.size() + 1);
        more.addAll(pods);
        more.add(pod);
        return withPods(requested.plus(pod.requests()), assumed.plus(pod.assumedRequests()), more);
    }

    public NodeInfo without(PodInfo pod) {
        return withPods(
                requested.minus(pod.requests()),
                assumed.minus(pod.assumedRequests()),
                pods.stream().filter(other -> !other.uid().equals(pod.uid())).toList());
    }

    /** The pods of another state of the same node. */
    public NodeInfo withPodsOf(NodeInfo other) {
        return withPods(other.requested, other.assumed, other.pods);
    }

    private NodeInfo withPods(Amounts total, Amounts assumedTotal, List<PodInfo> list) {
        return new NodeInfo(
                name,
                labels,
                taints,
                unschedulable,
                allocatable,
                podLimit,
                images,
                total,
                assumedTotal,
                List.copyOf(list),
                list.stream().filter(PodInfo::hasPodAffinity).toList());
    }

    /** Whether it is cordoned for this pod. */
    public boolean isCordonedFor(PodInfo pod) {
        return unschedulable && !pod.tolerates(CORDONED);
    }

    /** Whether all is as in another state of the node, apart from its pods. */
    public boolean isLike(NodeInfo other) {
        return labels.equals(other.labels)
                && taints.equals(other.taints)
                && unschedulable == other.unschedulable
                && podLimit == other.podLimit
                && allocatable.equals(other.allocatable);
    }

    private static Map<String, Long> images(JsonNode list) {
        Map<String, Long> images = new HashMap<>();
        for (JsonNode image : list) {
            image.path("names")
                    .forEach(name ->
                            images.put(name.asText(), image.path("sizeBytes").asLong()));
        }
        return images;
    }
}
