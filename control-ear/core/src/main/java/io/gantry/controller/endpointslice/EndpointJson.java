package io.gantry.controller.endpointslice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.ServiceBackends;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.Optional;

/** One endpoint of a slice, made from a pod. */
final class EndpointJson {

    private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    private EndpointJson() {}

    /** Empty when the pod has no address of the family. */
    static Optional<ObjectNode> of(ServiceBackends backends, PodState pod, AddressType type, ClusterView view) {
        ArrayNode addresses = Json.MAPPER.createArrayNode();
        ServiceBackends.addresses(pod).stream().filter(type::holds).forEach(addresses::add);
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        boolean serving = pod.isReady();
        boolean terminating = pod.object().isBeingDeleted();
        ObjectNode endpoint = Json.object();
        endpoint.set("addresses", addresses);
        endpoint.putObject("conditions")
                .put("ready", backends.publishesNotReady() || (serving && !terminating))
                .put("serving", serving)
                .put("terminating", terminating);
        backends.hostname(pod).ifPresent(name -> endpoint.put("hostname", name));
        endpoint.set("targetRef", ServiceBackends.targetReference(pod));
        if (!pod.nodeName().isEmpty()) {
            endpoint.put("nodeName", pod.nodeName());
        }
        zone(pod, view).ifPresent(zone -> {
            endpoint.put("zone", zone);
            hint(backends, pod, zone, endpoint);
        });
        return Optional.of(endpoint);
    }

    private static Optional<String> zone(PodState pod, ClusterView view) {
        return view.get(ObjectKey.cluster(ResourceNames.NODES, pod.nodeName()))
                .map(node -> node.labels().getOrDefault(ZONE_LABEL, ""))
                .filter(zone -> !zone.isEmpty());
    }

    /** {@code spec.trafficDistribution}: who should prefer this endpoint (KEP-4444, KEP-3015). */
    private static void hint(ServiceBackends backends, PodState pod, String zone, ObjectNode endpoint) {
        if (!endpoint.path("conditions").path("ready").asBoolean()) {
            return;
        }
        switch (backends.service().spec().path("trafficDistribution").asText("")) {
            case "PreferClose", "PreferSameZone" ->
                endpoint.withArray("/hints/forZones").addObject().put("name", zone);
            case "PreferSameNode" -> {
                endpoint.withArray("/hints/forZones").addObject().put("name", zone);
                endpoint.withArray("/hints/forNodes").addObject().put("name", pod.nodeName());
            }
            default -> {
                // No preference.
            }
        }
    }
}
