package io.gantry.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.service.ServiceEndpoints.Endpoint;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where the control plane reaches a Service: at one of its ready endpoints. An endpoint can be reached wherever a cluster IP can (a
 * cluster IP is only translated to one), and also where no node's rules translate; and it is the only way to a headless Service.
 */
public final class ServiceResolver {

    private static final GroupResource SERVICES = new GroupResource("", "services");

    /** As upstream calls a Service here that is not there. */
    private static final GroupResource SERVICE = new GroupResource("", "service");

    private final ClusterView view;
    private final RandomGenerator random;

    /** An address that can be connected to. */
    public record Target(String host, int port) {}

    /** @param random chooses among endpoints */
    public ServiceResolver(ClusterView view, RandomGenerator random) {
        this.view = view;
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
                .orElseThrow(() -> StatusException.notFound(SERVICE, name));
        JsonNode spec = service.spec();
        JsonNode declared = port(spec, port).orElseThrow(() -> ServiceEndpoints.noPort(port, name));
        if (Nodes.text(spec, "type").equals("ExternalName")) {
            return new Target(
                    Nodes.text(spec, "externalName"), declared.path("port").asInt());
        }
        return endpoint(namespace, name, Nodes.text(declared, "name"));
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
        List<Endpoint> ready = ServiceEndpoints.of(view, namespace, name).ready(portName).stream()
                .filter(endpoint -> !endpoint.address().isEmpty())
                .toList();
        if (ready.isEmpty()) {
            throw ServiceEndpoints.nobody(name);
        }
        Endpoint chosen = ready.get(random.nextInt(ready.size()));
        return new Target(chosen.address(), chosen.port());
    }
}
