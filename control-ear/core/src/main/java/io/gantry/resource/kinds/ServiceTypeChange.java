package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.ServiceType;
import java.util.HashSet;
import java.util.Set;

/**
 * Drops what a service of the new type cannot have, where the server may have set it and the client did not touch it: then
 * changing the type alone is enough. What the client did touch stays, for validation to refuse.
 */
final class ServiceTypeChange {

    private ServiceTypeChange() {}

    static void drop(ObjectNode spec, JsonNode old) {
        if (ServiceType.needsClusterIp(old) && !ServiceType.needsClusterIp(spec)) {
            if (isSame(spec, old, "clusterIP") && isSame(spec, old, "clusterIPs")) {
                spec.remove("clusterIP");
                spec.remove("clusterIPs");
            }
            dropIfSame(spec, old, "ipFamilies");
            dropIfSame(spec, old, "ipFamilyPolicy");
        }
        if (ServiceType.mayHaveNodePorts(old)
                && !ServiceType.mayHaveNodePorts(spec)
                && nodePorts(old).containsAll(nodePorts(spec))) {
            Nodes.objects(spec, "ports").forEach(port -> port.remove("nodePort"));
        }
        if (ServiceType.needsHealthCheck(old) && !ServiceType.needsHealthCheck(spec)) {
            dropIfSame(spec, old, "healthCheckNodePort");
        }
        if (ServiceType.isLoadBalancer(old) && !ServiceType.isLoadBalancer(spec)) {
            dropIfSame(spec, old, "allocateLoadBalancerNodePorts");
            dropIfSame(spec, old, "loadBalancerClass");
        }
        if (ServiceType.isExternallyAccessible(old) && !ServiceType.isExternallyAccessible(spec)) {
            dropIfSame(spec, old, "externalTrafficPolicy");
        }
    }

    private static Set<Long> nodePorts(JsonNode spec) {
        Set<Long> ports = new HashSet<>();
        Nodes.objects(spec, "ports")
                .forEach(port -> ports.add(port.path("nodePort").asLong()));
        ports.remove(0L);
        return ports;
    }

    private static boolean isSame(JsonNode spec, JsonNode old, String field) {
        return spec.path(field).equals(old.path(field));
    }

    private static void dropIfSame(ObjectNode spec, JsonNode old, String field) {
        if (isSame(spec, old, field)) {
            spec.remove(field);
        }
    }
}
