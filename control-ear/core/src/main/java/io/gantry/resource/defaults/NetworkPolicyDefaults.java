package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults of NetworkPolicies and IngressClasses. */
public final class NetworkPolicyDefaults {

    private NetworkPolicyDefaults() {}

    /** A policy that does not say what it is about is about what comes in, and what goes out if it has rules for that. */
    public static void policy(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        Nodes.child(spec, "podSelector");
        for (String direction : List.of("ingress", "egress")) {
            for (ObjectNode rule : Nodes.objects(spec, direction)) {
                Nodes.objects(rule, "ports").forEach(port -> Defaults.text(port, "protocol", "TCP"));
            }
        }
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    public static void ingressClass(ObjectNode object) {
        if (object.path("spec").get("parameters") instanceof ObjectNode parameters) {
            Defaults.text(parameters, "scope", "Cluster");
        }
    }
}
