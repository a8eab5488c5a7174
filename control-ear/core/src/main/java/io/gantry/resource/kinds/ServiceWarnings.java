package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;

/** What a user should know of a service that is valid but odd. */
final class ServiceWarnings {

    private static final String TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";

    private ServiceWarnings() {}

    static List<String> of(JsonNode service) {
        List<String> warnings = new ArrayList<>();
        JsonNode spec = service.path("spec");
        String type = Nodes.text(spec, "type");
        boolean headless =
                type.equals("ClusterIP") && Nodes.text(spec, "clusterIP").equals("None");
        boolean external = !spec.path("externalIPs").isEmpty();
        if (service.path("metadata").path("annotations").has(TOPOLOGY_HINTS)) {
            warnings.add("annotation " + TOPOLOGY_HINTS + " is deprecated, please use " + TOPOLOGY_MODE + " instead");
        }
        if (headless) {
            ignoredWhenHeadless(spec, external, warnings);
        }
        if (external && !headless && !type.equals("ExternalName")) {
            warnings.add("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        }
        if (external && type.equals("ExternalName")) {
            warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        }
        if (!type.equals("ExternalName") && !Nodes.text(spec, "externalName").isEmpty()) {
            warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
        if (Nodes.text(spec, "trafficDistribution").equals("PreferClose")) {
            warnings.add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
        }
        return warnings;
    }

    private static void ignoredWhenHeadless(JsonNode spec, boolean external, List<String> warnings) {
        if (!Nodes.text(spec, "loadBalancerIP").isEmpty()) {
            warnings.add("spec.loadBalancerIP is ignored for headless services");
        }
        if (external) {
            warnings.add("spec.externalIPs is ignored for headless services");
        }
        if (!Nodes.text(spec, "sessionAffinity").equals("None")) {
            warnings.add("spec.SessionAffinity is ignored for headless services");
        }
    }
}
