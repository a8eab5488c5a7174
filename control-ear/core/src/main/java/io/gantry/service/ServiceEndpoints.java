package io.gantry.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the EndpointSlices of a Service say of who serves it. */
public record ServiceEndpoints(List<ApiObject> slices) {

    private static final GroupResource SLICES = new GroupResource("discovery.k8s.io", "endpointslices");
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    /**
     * One endpoint with one of its ports.
     *
     * @param json as in the slice
     */
    public record Endpoint(JsonNode json, int port) {

        /** The first of its addresses, by which it is known; empty when it has none. */
        public String address() {
            return json.path("addresses").path(0).asText();
        }
    }

    public static ServiceEndpoints of(ClusterView view, String namespace, String service) {
        return new ServiceEndpoints(view.labeled(SLICES, namespace, Map.of(SERVICE_NAME, service)));
    }

    /** Whether no slice has any endpoint, ready or not. */
    public boolean isEmpty() {
        return slices.stream().allMatch(slice -> slice.json().path("endpoints").isEmpty());
    }

    /** Those that are ready, or do not say that they are not, and have a port of this name (empty for the one without). */
    public List<Endpoint> ready(String portName) {
        List<Endpoint> ready = new ArrayList<>();
        for (ApiObject slice : slices) {
            for (JsonNode port : Nodes.objects(slice.json(), "ports")) {
                if (Nodes.text(port, "name").equals(portName)) {
                    Nodes.objects(slice.json(), "endpoints").stream()
                            .filter(endpoint ->
                                    endpoint.path("conditions").path("ready").asBoolean(true))
                            .forEach(endpoint -> ready.add(
                                    new Endpoint(endpoint, port.path("port").asInt())));
                }
            }
        }
        return ready;
    }

    /** The refusal of a request that nobody serves, in upstream's words. */
    public static StatusException nobody(String service) {
        return unavailable("no endpoints available for service " + Quoted.of(service));
    }

    /** The refusal of a request to a port that the Service does not have, in upstream's words. */
    public static StatusException noPort(String port, String service) {
        return unavailable("no service port " + port + " found for service " + Quoted.of(service));
    }

    private static StatusException unavailable(String message) {
        return StatusException.of(503, "ServiceUnavailable", message);
    }
}
