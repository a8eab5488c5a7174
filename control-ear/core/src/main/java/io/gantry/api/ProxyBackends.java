package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ProxyRequest.PodPort;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.proxy.ProxiedName;
import io.gantry.service.ServiceEndpoints;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Chooses a pod to serve a request to a service: any ready endpoint that is a pod of the namespace. */
final class ProxyBackends {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource ENDPOINTS = new GroupResource("", "endpoints");
    private static final GroupResource PODS = new GroupResource("", "pods");

    private final ClusterView view;
    private final RandomGenerator random;

    ProxyBackends(ClusterView view, RandomGenerator random) {
        this.view = view;
        this.random = random;
    }

    /** @param id the service as the client wrote it */
    PodPort choose(String namespace, String id, ProxiedName name) {
        Optional<ApiObject> service = view.get(new ObjectKey(SERVICES, namespace, name.name()));
        String portName = portName(service, name);
        ServiceEndpoints endpoints = ServiceEndpoints.of(view, namespace, name.name());
        if (service.isEmpty() && endpoints.slices().isEmpty()) {
            throw StatusException.notFound(ENDPOINTS, name.name());
        }
        if (endpoints.isEmpty()) {
            throw ServiceEndpoints.nobody(name.name());
        }
        List<PodPort> candidates = endpoints.ready(portName).stream()
                .flatMap(endpoint -> backend(namespace, endpoint).stream())
                .toList();
        if (candidates.isEmpty()) {
            throw ServiceEndpoints.nobody(id);
        }
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** A number means the port of the service that has it; what is not a number is a port's name. */
    private static String portName(Optional<ApiObject> service, ProxiedName name) {
        if (!name.port().matches("[0-9]{1,9}")) {
            return name.port();
        }
        int number = Integer.parseInt(name.port());
        return service.orElseThrow(() -> StatusException.notFound(SERVICES, name.name()))
                .spec()
                .path("ports")
                .valueStream()
                .filter(port -> port.path("port").asInt() == number)
                .findFirst()
                .map(port -> port.path("name").asText(""))
                .orElseThrow(() -> ServiceEndpoints.noPort(Integer.toString(number), name.name()));
    }

    /** Only what is a pod at its own address: an endpoint that somebody wrote by hand could lead anywhere. */
    private Optional<PodPort> backend(String namespace, ServiceEndpoints.Endpoint endpoint) {
        JsonNode target = endpoint.json().path("targetRef");
        if (!target.path("kind").asText().equals("Pod")
                || !target.path("namespace").asText().equals(namespace)) {
            return Optional.empty();
        }
        return view.get(new ObjectKey(PODS, namespace, target.path("name").asText()))
                .filter(pod -> addresses(pod).anyMatch(endpoint.address()::equals))
                .map(pod -> new PodPort(pod, endpoint.address(), endpoint.port()));
    }

    private static Stream<String> addresses(ApiObject pod) {
        return pod.status()
                .path("podIPs")
                .valueStream()
                .map(address -> address.path("ip").asText());
    }
}
