package io.gantry.controller.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ServiceBackends;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code subsets} of an Endpoints object: ports with the same pods share one subset. The order is fixed, so that the same pods
 * always give the same text.
 *
 * @param json array of EndpointSubset
 * @param truncated whether there are more addresses than the object may hold
 */
record Subsets(ArrayNode json, boolean truncated) {

    /** What an Endpoints object holds at most (core/v1 annotation endpoints.kubernetes.io/over-capacity). */
    private static final int CAPACITY = 1000;

    private record Backend(PodState pod, boolean ready) {
        String id() {
            return ServiceBackends.addresses(pod).getFirst() + "|" + pod.uid();
        }
    }

    static Subsets of(ServiceBackends backends, ClusterView view) {
        List<Backend> all = backends.pods(view).stream()
                .filter(pod -> backends.publishesNotReady() || !pod.object().isBeingDeleted())
                .map(pod -> new Backend(pod, backends.publishesNotReady() || pod.isReady()))
                .sorted(Comparator.comparing(Backend::ready).reversed().thenComparing(Backend::id))
                .toList();
        List<Backend> shown = all.stream().limit(CAPACITY).toList();
        return new Subsets(json(backends, byPort(backends, shown)), shown.size() < all.size());
    }

    /** Which pods offer each port; a headless service without ports has one group without a port. */
    private static Map<ObjectNode, List<Backend>> byPort(ServiceBackends backends, List<Backend> shown) {
        Map<ObjectNode, List<Backend>> byPort = new LinkedHashMap<>();
        boolean portless =
                backends.isHeadless() && backends.service().spec().path("ports").isEmpty();
        for (Backend backend : shown) {
            List<ObjectNode> ports = portless ? List.of(Json.object()) : backends.ports(backend.pod());
            ports.forEach(
                    port -> byPort.computeIfAbsent(port, p -> new ArrayList<>()).add(backend));
        }
        return byPort;
    }

    private static ArrayNode json(ServiceBackends backends, Map<ObjectNode, List<Backend>> byPort) {
        Map<List<Backend>, List<ObjectNode>> portsByPods = new LinkedHashMap<>();
        byPort.forEach((port, pods) ->
                portsByPods.computeIfAbsent(pods, p -> new ArrayList<>()).add(port));
        Map<String, ObjectNode> sorted = new TreeMap<>();
        portsByPods.forEach((pods, ports) -> {
            ObjectNode subset = subset(backends, pods, ports);
            sorted.put(subset.path("ports").toString() + pods.getFirst().id(), subset);
        });
        ArrayNode array = Json.MAPPER.createArrayNode();
        sorted.values().forEach(array::add);
        return array;
    }

    private static ObjectNode subset(ServiceBackends backends, List<Backend> pods, List<ObjectNode> ports) {
        ObjectNode subset = Json.object();
        for (Backend backend : pods) {
            subset.withArray(backend.ready() ? "/addresses" : "/notReadyAddresses")
                    .add(address(backends, backend.pod()));
        }
        ports.stream()
                .filter(port -> !port.isEmpty())
                .sorted(Comparator.comparing(ObjectNode::toString))
                .forEach(port -> subset.withArray("/ports").add(withoutEmptyName(port)));
        return subset;
    }

    private static ObjectNode withoutEmptyName(ObjectNode port) {
        ObjectNode copy = port.deepCopy();
        if (copy.path("name").asText().isEmpty()) {
            copy.remove("name");
        }
        return copy;
    }

    private static ObjectNode address(ServiceBackends backends, PodState pod) {
        ObjectNode address = Json.object();
        address.put("ip", ServiceBackends.addresses(pod).getFirst());
        backends.hostname(pod).ifPresent(name -> address.put("hostname", name));
        if (!pod.nodeName().isEmpty()) {
            address.put("nodeName", pod.nodeName());
        }
        address.set("targetRef", ServiceBackends.targetReference(pod));
        return address;
    }
}
