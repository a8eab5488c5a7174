package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;

/** What a service needs by its type. */
public final class ServiceType {

    private ServiceType() {}

    public static boolean needsClusterIp(JsonNode spec) {
        return !is(spec, "ExternalName");
    }

    /** Whether node ports may be there. */
    public static boolean mayHaveNodePorts(JsonNode spec) {
        return is(spec, "NodePort") || is(spec, "LoadBalancer");
    }

    /** Whether ports without a node port get one. */
    public static boolean needsNodePorts(JsonNode spec) {
        return is(spec, "NodePort")
                || (is(spec, "LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true));
    }

    /** Whether a port of every node tells load balancers which nodes have endpoints. */
    public static boolean needsHealthCheck(JsonNode spec) {
        return is(spec, "LoadBalancer")
                && Nodes.text(spec, "externalTrafficPolicy").equals("Local");
    }

    /** Whether traffic from outside can reach the service. */
    public static boolean isExternallyAccessible(JsonNode spec) {
        return mayHaveNodePorts(spec)
                || (is(spec, "ClusterIP") && !spec.path("externalIPs").isEmpty());
    }

    /** Whether it has endpoints that pods reach through it. */
    public static boolean isReachedWithinCluster(JsonNode spec) {
        return is(spec, "ClusterIP") || mayHaveNodePorts(spec);
    }

    public static boolean isLoadBalancer(JsonNode spec) {
        return is(spec, "LoadBalancer");
    }

    private static boolean is(JsonNode spec, String type) {
        return Nodes.text(spec, "type").equals(type);
    }
}
