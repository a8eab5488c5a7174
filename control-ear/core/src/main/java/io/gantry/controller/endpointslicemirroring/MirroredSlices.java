package io.gantry.controller.endpointslicemirroring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The slices that say the same as an Endpoints object: one for each subset and address family. */
final class MirroredSlices {

    /** What a slice holds at most; upstream mirrors no more of a subset either. */
    private static final int MAX_ENDPOINTS = 1000;

    private static final Set<String> NOT_COPIED = Set.of(
            "endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration");

    private MirroredSlices() {}

    static List<ObjectNode> of(ApiObject endpoints) {
        List<ObjectNode> slices = new ArrayList<>();
        for (JsonNode subset : endpoints.json().path("subsets")) {
            Map<String, ObjectNode> byFamily = new LinkedHashMap<>();
            subset.path("addresses").forEach(address -> add(endpoints, subset, byFamily, address, true));
            subset.path("notReadyAddresses").forEach(address -> add(endpoints, subset, byFamily, address, false));
            slices.addAll(byFamily.values());
        }
        return slices;
    }

    private static void add(
            ApiObject endpoints, JsonNode subset, Map<String, ObjectNode> byFamily, JsonNode address, boolean ready) {
        String family = address.path("ip").asText().contains(":") ? "IPv6" : "IPv4";
        ObjectNode slice = byFamily.computeIfAbsent(family, name -> empty(endpoints, subset, name));
        if (slice.path("endpoints").size() < MAX_ENDPOINTS) {
            slice.withArray("/endpoints").add(endpoint(address, ready));
        }
    }

    private static ObjectNode endpoint(JsonNode address, boolean ready) {
        ObjectNode endpoint = Json.object();
        endpoint.putArray("addresses").add(address.path("ip").asText());
        endpoint.putObject("conditions").put("ready", ready);
        for (String field : List.of("hostname", "targetRef", "nodeName")) {
            if (address.hasNonNull(field)) {
                endpoint.set(field, address.get(field));
            }
        }
        return endpoint;
    }

    private static ObjectNode empty(ApiObject endpoints, JsonNode subset, String family) {
        ObjectNode slice = Json.object();
        slice.put("kind", "EndpointSlice");
        slice.put("apiVersion", "discovery.k8s.io/v1");
        ObjectNode metadata = slice.putObject("metadata");
        metadata.put("generateName", endpoints.name() + "-");
        metadata.put("namespace", endpoints.namespace());
        ObjectNode labels = metadata.putObject("labels");
        endpoints.labels().forEach(labels::put);
        labels.put(EndpointSliceMirroringController.SERVICE_NAME, endpoints.name());
        labels.put(EndpointSliceMirroringController.MANAGED_BY, EndpointSliceMirroringController.MANAGER);
        ApiObject.strings(endpoints.metadata().path("annotations")).forEach((name, value) -> {
            if (!NOT_COPIED.contains(name)) {
                metadata.withObject("/annotations").put(name, value);
            }
        });
        OwnerReferences.add(slice, OwnerReferences.controller(endpoints));
        slice.put("addressType", family);
        slice.putArray("endpoints");
        for (JsonNode port : subset.path("ports")) {
            slice.withArray("/ports").add(port(port));
        }
        return slice;
    }

    /** An EndpointSlice's port always has a name, if only an empty one. */
    private static ObjectNode port(JsonNode port) {
        ObjectNode copy = port.deepCopy();
        if (!copy.has("name")) {
            copy.put("name", "");
        }
        return copy;
    }

    /** A stored slice with the content of a wanted one. */
    static ObjectNode into(ApiObject stored, ObjectNode wanted) {
        ObjectNode tree = stored.copy();
        tree.set("endpoints", wanted.path("endpoints"));
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.set("labels", wanted.path("metadata").path("labels"));
        if (wanted.path("metadata").has("annotations")) {
            metadata.set("annotations", wanted.path("metadata").path("annotations"));
        } else {
            metadata.remove("annotations");
        }
        return tree;
    }
}
