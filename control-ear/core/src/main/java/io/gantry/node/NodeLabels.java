package io.gantry.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The labels that a node may give itself: those that upstream's admission plugin NodeRestriction lets a kubelet set. A node
 * must not be able to draw pods to itself with a label that users rely on.
 */
final class NodeLabels {

    static final String HOSTNAME = "kubernetes.io/hostname";
    static final String OPERATING_SYSTEM = "kubernetes.io/os";
    static final String ARCHITECTURE = "kubernetes.io/arch";

    private static final Set<String> OWN = Set.of(
            HOSTNAME,
            OPERATING_SYSTEM,
            ARCHITECTURE,
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region",
            "beta.kubernetes.io/instance-type",
            "node.kubernetes.io/instance-type");

    private NodeLabels() {}

    /** The labels of a reported Node that it may have, and those that every node has. */
    static Map<String, String> of(String nodeName, JsonNode reported) {
        JsonNode info = reported.path("status").path("nodeInfo");
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(HOSTNAME, nodeName);
        putIfKnown(labels, OPERATING_SYSTEM, info.path("operatingSystem"));
        putIfKnown(labels, ARCHITECTURE, info.path("architecture"));
        ApiObject.strings(reported.path("metadata").path("labels")).forEach((key, value) -> {
            if (mayHave(key)) {
                labels.put(key, value);
            }
        });
        return labels;
    }

    private static void putIfKnown(Map<String, String> labels, String key, JsonNode value) {
        if (!value.asText("").isEmpty()) {
            labels.put(key, value.asText());
        }
    }

    /** Whether a node may set a label on itself. */
    static boolean mayHave(String key) {
        int slash = key.indexOf('/');
        String domain = slash < 0 ? "" : key.substring(0, slash);
        boolean reserved = within(domain, "kubernetes.io") || within(domain, "k8s.io");
        return !reserved
                || OWN.contains(key)
                || within(domain, "kubelet.kubernetes.io")
                || within(domain, "node.kubernetes.io");
    }

    private static boolean within(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
