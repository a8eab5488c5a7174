package io.gantry.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where the control plane reaches a Service: at one of its ready endpoints, or at its cluster IP. An endpoint can be reached wherever a
 * cluster IP can (a cluster IP is only translated to one), and also where no node's rules translate; so it is the default, and the only
 * way to a headless Service.
 */
public final class ServiceResolver {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource SLICES = new GroupResource("discovery.k8s.io", "endpointslices");
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ClusterView view;
    private final Route route;
    private final RandomGenerator random;

    /** The way to take where there is a choice. */
    public enum Route {
        ENDPOINT,
        CLUSTER_IP
    }

    /** An address that can be connected to. */
    public record Target(String host, int port) {}

    /** @param random chooses among endpoints */
    public ServiceResolver(ClusterView view, Route route, RandomGenerator random) {
        this.view = view;
        this.route = route;
        this.random = random;
    }

    /**
     * Finds a target. Refuses with NotFound when there is no such Service, with ServiceUnavailable when it has no such port or no ready
     * endpoint.
     *
     * @param port name or number of one of the Service's ports
     */
    public Target resolve(String namespace, String name, String port) {
        ApiObject service = view.get(new ObjectKey(SERVICES, namespace, name))
                .orElseThrow(() -> StatusException.notFound(SERVICES, name));
        JsonNode spec = service.spec();
        JsonNode declared = port(spec, port)
                .orElseThrow(() -> unavailable("no service port " + port + " found for service ", name));
        if (Nodes.text(spec, "type").equals("ExternalName")) {
            return new Target(
                    Nodes.text(spec, "externalName"), declared.path("port").asInt());
        }
        String clusterIp = Nodes.text(spec, "clusterIP");
        boolean headless = clusterIp.isEmpty() || clusterIp.equals("None");
        return route == Route.CLUSTER_IP && !headless
                ? new Target(clusterIp, declared.path("port").asInt())
                : endpoint(namespace, name, Nodes.text(declared, "name"));
    }

    public Target resolve(String namespace, String name, int port) {
        return resolve(namespace, name, Integer.toString(port));
    }

    private static Optional<? extends JsonNode> port(JsonNode spec, String wanted) {
        return Nodes.objects(spec, "ports").stream()
                .filter(port -> Nodes.text(port, "name").equals(wanted)
                        || Nodes.text(port, "port").equals(wanted))
                .findFirst();
    }

    private Target endpoint(String namespace, String name, String portName) {
        List<Target> ready = new ArrayList<>();
        for (ApiObject slice : view.labeled(SLICES, namespace, Map.of(SERVICE_NAME, name))) {
            for (JsonNode port : Nodes.objects(slice.json(), "ports")) {
                if (Nodes.text(port, "name").equals(portName)) {
                    addresses(slice.json())
                            .forEach(address -> ready.add(
                                    new Target(address, port.path("port").asInt())));
                }
            }
        }
        if (ready.isEmpty()) {
            throw unavailable("no endpoints available for service ", name);
        }
        return ready.get(random.nextInt(ready.size()));
    }

    /** The first address of each endpoint that is ready, or does not say that it is not. */
    private static List<String> addresses(JsonNode slice) {
        return Nodes.objects(slice, "endpoints").stream()
                .filter(endpoint -> endpoint.path("conditions").path("ready").asBoolean(true))
                .flatMap(endpoint -> Nodes.texts(endpoint, "addresses").stream().limit(1))
                .toList();
    }

    private static StatusException unavailable(String what, String service) {
        return StatusException.of(503, "ServiceUnavailable", what + Quoted.of(service));
    }
}
