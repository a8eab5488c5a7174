package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ProxyRequest.PodPort;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.proxy.ProxiedName;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/** Chooses a pod to serve a request to a service: any ready endpoint that is a pod of the namespace. */
final class ServiceBackends {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource ENDPOINTS = new GroupResource("", "endpoints");
    private static final GroupResource SLICES = new GroupResource("discovery.k8s.io", "endpointslices");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ClusterView view;
    private final RandomGenerator random;

    ServiceBackends(ClusterView view, RandomGenerator random) {
        this.view = view;
        this.random = random;
    }

    /** @param id the service as the client wrote it */
    PodPort choose(String namespace, String id, ProxiedName name) {
        Optional<ApiObject> service = view.get(new ObjectKey(SERVICES, namespace, name.name()));
        String portName = portName(service, name);
        List<ApiObject> slices = view.labeled(SLICES, namespace, Map.of(SERVICE_NAME, name.name()));
        if (service.isEmpty() && slices.isEmpty()) {
            throw StatusException.notFound(ENDPOINTS, name.name());
        }
        if (slices.stream().allMatch(slice -> slice.json().path("endpoints").isEmpty())) {
            throw noEndpoints(name.name());
        }
        List<PodPort> candidates = candidates(slices, portName);
        if (candidates.isEmpty()) {
            throw noEndpoints(id);
        }
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** A number means the port of the service that has it; what is not a number is a port's name. */
    private static String portName(Optional<ApiObject> service, ProxiedName name) {
        if (!name.port().matches("[0-9]{1,9}")) {
            return name.port();
        }
        int number = Integer.parseInt(name.port());
        JsonNode ports = service.orElseThrow(() -> StatusException.notFound(SERVICES, name.name()))
                .spec()
                .path("ports");
        return StreamSupport.stream(ports.spliterator(), false)
                .filter(port -> port.path("port").asInt() == number)
                .findFirst()
                .map(port -> port.path("name").asText(""))
                .orElseThrow(() -> unavailable(
                        "no service port %d found for service %s".formatted(number, Quoted.of(name.name()))));
    }

    private List<PodPort> candidates(List<ApiObject> slices, String portName) {
        List<PodPort> found = new ArrayList<>();
        for (ApiObject slice : slices) {
            for (JsonNode port : slice.json().path("ports")) {
                if (port.path("name").asText("").equals(portName)) {
                    for (JsonNode endpoint : slice.json().path("endpoints")) {
                        backend(slice.namespace(), endpoint, port.path("port").asInt())
                                .ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    /** Only what is a pod at its own address: an endpoint that somebody wrote by hand could lead anywhere. */
    private Optional<PodPort> backend(String namespace, JsonNode endpoint, int port) {
        JsonNode target = endpoint.path("targetRef");
        boolean ready = endpoint.path("conditions").path("ready").asBoolean(true);
        if (!ready
                || !target.path("kind").asText().equals("Pod")
                || !target.path("namespace").asText().equals(namespace)) {
            return Optional.empty();
        }
        String address = endpoint.path("addresses").path(0).asText();
        return view.get(new ObjectKey(PODS, namespace, target.path("name").asText()))
                .filter(pod -> StreamSupport.stream(pod.status().path("podIPs").spliterator(), false)
                        .anyMatch(ip -> ip.path("ip").asText().equals(address)))
                .map(pod -> new PodPort(pod, address, port));
    }

    private static StatusException noEndpoints(String service) {
        return unavailable("no endpoints available for service " + Quoted.of(service));
    }

    private static StatusException unavailable(String message) {
        return StatusException.of(503, "ServiceUnavailable", message);
    }
}
