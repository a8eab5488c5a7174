package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.ServiceType;
import java.util.Set;

/** Defaults of a service; addresses and ports are allocated, not defaulted. */
public final class ServiceDefaults {

    /** Three hours. */
    private static final int AFFINITY_SECONDS = 10_800;

    private static final Set<String> EXTERNAL_TYPES = Set.of("NodePort", "LoadBalancer");

    private ServiceDefaults() {}

    public static void apply(ObjectNode service) {
        ObjectNode spec = Nodes.child(service, "spec");
        Defaults.text(spec, "sessionAffinity", "None");
        affinity(spec);
        Defaults.text(spec, "type", "ClusterIP");
        Nodes.objects(spec, "ports").forEach(ServiceDefaults::port);
        String type = Nodes.text(spec, "type");
        if (ServiceType.isExternallyAccessible(spec)) {
            Defaults.text(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("ClusterIP") || EXTERNAL_TYPES.contains(type)) {
            Defaults.text(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            Defaults.flag(spec, "allocateLoadBalancerNodePorts", true);
            Nodes.objects(service.path("status").path("loadBalancer"), "ingress").stream()
                    .filter(ingress -> !Nodes.text(ingress, "ip").isEmpty())
                    .forEach(ingress -> Defaults.text(ingress, "ipMode", "VIP"));
        }
    }

    private static void affinity(ObjectNode spec) {
        if (Nodes.text(spec, "sessionAffinity").equals("None")) {
            spec.remove("sessionAffinityConfig");
        }
        boolean byClient = Nodes.text(spec, "sessionAffinity").equals("ClientIP");
        if (byClient && !Nodes.has(spec.at("/sessionAffinityConfig/clientIP"), "timeoutSeconds")) {
            spec.putObject("sessionAffinityConfig").putObject("clientIP").put("timeoutSeconds", AFFINITY_SECONDS);
        }
    }

    private static void port(ObjectNode port) {
        Defaults.text(port, "protocol", "TCP");
        JsonNode target = port.path("targetPort");
        boolean unset =
                target.isNumber() ? target.asLong() == 0 : target.asText("").isEmpty();
        if (unset && port.path("port").isNumber()) {
            port.set("targetPort", port.get("port"));
        }
    }
}
