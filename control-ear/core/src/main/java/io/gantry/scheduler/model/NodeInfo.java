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
        List<PodInfo> pods) {

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
                List.of());
    }

    /** A node of which only pods are known so far. */
    public static NodeInfo unknown(String name) {
        return new NodeInfo(name, Map.of(), List.of(), true, Amounts.NONE, 0, Map.of(), Amounts.NONE, List.of());
    }

    public NodeInfo with(PodInfo pod) {
        List<PodInfo> more = new ArrayList<>(pods.size() + 1);
        more.addAll(pods);
        more.add(pod);
        return withPods(requested.plus(pod.requests()), more);
    }

    public NodeInfo without(PodInfo pod) {
        return withPods(
                requested.minus(pod.requests()),
                pods.stream().filter(other -> !other.uid().equals(pod.uid())).toList());
    }

    /** The pods of another state of the same node. */
    public NodeInfo withPodsOf(NodeInfo other) {
        return withPods(other.requested, other.pods);
    }

    private NodeInfo withPods(Amounts total, List<PodInfo> list) {
        return new NodeInfo(
                name, labels, taints, unschedulable, allocatable, podLimit, images, total, List.copyOf(list));
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
