package io.gantry.nodeauthorization;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which labels a node may give itself: none by which it could draw pods that are not meant for it. */
final class NodeLabelRules {

    private static final String RESTRICTED = "node-restriction.kubernetes.io";
    private static final Set<String> OWN_NAMESPACES = Set.of("kubelet.kubernetes.io", "node.kubernetes.io");
    private static final Set<String> OWN = Set.of(
            "kubernetes.io/hostname",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region",
            "beta.kubernetes.io/instance-type",
            "node.kubernetes.io/instance-type",
            "kubernetes.io/os",
            "kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch");

    private NodeLabelRules() {}

    /** The labels that differ between two objects. */
    static Set<String> changed(JsonNode wanted, JsonNode old) {
        Map<String, String> after = labels(wanted);
        Map<String, String> before = labels(old);
        Set<String> keys = new TreeSet<>(after.keySet());
        keys.addAll(before.keySet());
        keys.removeIf(key -> after.containsKey(key) && after.get(key).equals(before.get(key)));
        return keys;
    }

    /** Those of the changed labels that a node may not change. */
    static Set<String> refused(JsonNode wanted, JsonNode old) {
        return changed(wanted, old).stream()
                .filter(NodeLabelRules::isRefused)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isRefused(String label) {
        String namespace = label.contains("/") ? label.substring(0, label.indexOf('/')) : "";
        boolean kubernetes = isIn(namespace, "kubernetes.io") || isIn(namespace, "k8s.io");
        boolean own = OWN.contains(label) || OWN_NAMESPACES.stream().anyMatch(each -> isIn(namespace, each));
        return isIn(namespace, RESTRICTED) || (kubernetes && !own);
    }

    private static boolean isIn(String namespace, String domain) {
        return namespace.equals(domain) || namespace.endsWith("." + domain);
    }

    private static Map<String, String> labels(JsonNode object) {
        return ApiObject.strings(object.path("metadata").path("labels"));
    }
}
