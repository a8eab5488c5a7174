package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.CacheEvent;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.schema.Quantity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Counts services, load balancers, and the ports that services take on nodes. */
final class ServiceEvaluator implements Evaluator {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final String COUNT = ObjectCount.name(SERVICES);
    private static final String NODE_PORTS = "services.nodeports";
    private static final String LOAD_BALANCERS = "services.loadbalancers";
    private static final Set<String> NAMES = Set.of(COUNT, "services", NODE_PORTS, LOAD_BALANCERS);

    @Override
    public GroupResource resource() {
        return SERVICES;
    }

    /** Updates too, since the type of a service can change. */
    @Override
    public boolean concerns(AdmissionRequest request) {
        return request.subresource().isEmpty() && request.operation() != Operation.DELETE;
    }

    @Override
    public boolean concerns(CacheEvent.Modified event) {
        return !event.object().spec().equals(event.previous().spec());
    }

    @Override
    public boolean counts(String name) {
        return NAMES.contains(name);
    }

    @Override
    public Usage usage(JsonNode service, Instant now) {
        JsonNode spec = service.path("spec");
        String type = Nodes.text(spec, "type");
        return new Usage(Map.of(
                COUNT,
                count(1),
                "services",
                count(1),
                LOAD_BALANCERS,
                count(type.equals("LoadBalancer") ? 1 : 0),
                NODE_PORTS,
                count(nodePorts(spec, type))));
    }

    /** Ports are counted as they are meant: they are not allocated yet. */
    private static long nodePorts(JsonNode spec, String type) {
        boolean allocates = switch (type) {
            case "NodePort" -> true;
            case "LoadBalancer" -> spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
            default -> false;
        };
        if (allocates) {
            return spec.path("ports").size();
        }
        return type.equals("LoadBalancer")
                ? Nodes.objects(spec, "ports").stream()
                        .filter(port -> port.path("nodePort").asInt() != 0)
                        .count()
                : 0;
    }

    private static Quantity count(long number) {
        return Quantity.parse(Long.toString(number));
    }
}
