package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.schema.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a user should know of a pod or template that is valid but odd (upstream's {@code warningsForPodSpecAndMeta}). */
public final class PodWarnings {

    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");
    private static final Map<String, String> VOLUMES = Map.of(
            "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
            "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
            "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
            "flocker", "deprecated in v1.22, non-functional in v1.25+",
            "storageos", "deprecated in v1.22, non-functional in v1.25+",
            "quobyte", "deprecated in v1.22, non-functional in v1.25+",
            "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
            "cephfs", "deprecated in v1.28, non-functional in v1.31+",
            "rbd", "deprecated in v1.28, non-functional in v1.31+");

    private final String prefix;
    private final JsonNode spec;
    private final List<String> warnings = new ArrayList<>();

    private PodWarnings(String prefix, JsonNode spec) {
        this.prefix = prefix + "spec.";
        this.spec = spec;
    }

    /**
     * The warnings of a pod or template.
     *
     * @param path where it is, ending in a dot unless it is the whole object
     */
    public static List<String> of(JsonNode podOrTemplate, String path) {
        PodWarnings all = new PodWarnings(path, podOrTemplate.path("spec"));
        all.spreading();
        all.volumes();
        all.pullSecrets();
        all.eachContainer();
        all.portNames();
        all.graceAndAffinity();
        return all.warnings;
    }

    private void warn(String path, String message) {
        warnings.add(prefix + path + ": " + message);
    }

    private void spreading() {
        List<ObjectNode> constraints = Nodes.objects(spec, "topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            if (!Nodes.has(constraints.get(i), "labelSelector")) {
                warn(
                        "topologySpreadConstraints[" + i + "].labelSelector",
                        "a null labelSelector results in matching no pod");
            }
        }
    }

    private void volumes() {
        List<ObjectNode> volumes = Nodes.objects(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            for (Map.Entry<String, String> old : VOLUMES.entrySet()) {
                if (Nodes.has(volumes.get(i), old.getKey())) {
                    String name = old.getKey().equals("storageos") ? "storageOS" : old.getKey();
                    warn("volumes[" + i + "]." + name, old.getValue());
                }
            }
            emptyProjections(volumes.get(i));
        }
    }

    private void emptyProjections(ObjectNode volume) {
        for (JsonNode source : volume.path("projected").path("sources")) {
            if (source.isEmpty()) {
                warnings.add("volume \"" + Nodes.text(volume, "name") + "\" (Projected) has no sources provided");
            }
        }
    }

    private void pullSecrets() {
        Set<String> names = new HashSet<>();
        List<ObjectNode> secrets = Nodes.objects(spec, "imagePullSecrets");
        for (int i = 0; i < secrets.size(); i++) {
            String name = Nodes.text(secrets.get(i), "name");
            if (name.isEmpty()) {
                warn("imagePullSecrets[" + i + "].name", "invalid empty name \"\"");
            } else if (!names.add(name)) {
                warn("imagePullSecrets[" + i + "].name", "duplicate name \"" + name + "\"");
            }
        }
    }

    private void eachContainer() {
        for (String list : CONTAINERS) {
            List<ObjectNode> containers = Nodes.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                fractions(containers.get(i), list + "[" + i + "].resources");
                hiddenVariables(containers.get(i), list + "[" + i + "].env");
                unusedAddresses(containers.get(i), list + "[" + i + "].ports");
            }
        }
    }

    private void unusedAddresses(JsonNode container, String path) {
        List<ObjectNode> ports = Nodes.objects(container, "ports");
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            if (!Nodes.text(port, "hostIP").isEmpty() && port.path("hostPort").asLong() == 0) {
                warn(
                        path + "[" + i + "]",
                        "hostIP set without hostPort: {Name:" + Nodes.text(port, "name") + " HostPort:0 ContainerPort:"
                                + port.path("containerPort").asLong() + " Protocol:" + Nodes.text(port, "protocol")
                                + " HostIP:" + Nodes.text(port, "hostIP") + "}");
            }
        }
    }

    private void fractions(JsonNode container, String path) {
        for (String list : List.of("limits", "requests")) {
            Map<String, Quantity> amounts =
                    Amounts.list(container.path("resources").path(list));
            for (String name : List.of("memory", "ephemeral-storage")) {
                Quantity amount = amounts.get(name);
                if (amount != null && !Amounts.isWhole(amount)) {
                    warn(
                            path + "." + list + "[" + name + "]",
                            "fractional byte value \"" + amount + "\" is invalid, must be an integer");
                }
            }
        }
    }

    /** A variable may be defined again only to extend what it was. */
    private void hiddenVariables(JsonNode container, String path) {
        Set<String> seen = new HashSet<>();
        List<ObjectNode> variables = Nodes.objects(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            String name = Nodes.text(variables.get(i), "name");
            String value = Nodes.text(variables.get(i), "value");
            String reference = "$(" + name + ")";
            boolean extend =
                    !Nodes.has(variables.get(i), "valueFrom") && value.contains(reference) && !value.equals(reference);
            if (!seen.add(name) && !extend) {
                warn(
                        path + "[" + i + "]",
                        "hides previous definition of \"" + name + "\", which may be dropped when using apply");
            }
        }
    }

    private void portNames() {
        Map<String, String> names = new HashMap<>();
        for (String list : CONTAINERS) {
            List<ObjectNode> containers = Nodes.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                List<ObjectNode> ports = Nodes.objects(containers.get(i), "ports");
                for (int j = 0; j < ports.size(); j++) {
                    portName(ports.get(j), list + "[" + i + "].ports[" + j + "]", names);
                }
            }
        }
    }

    private void portName(JsonNode port, String path, Map<String, String> names) {
        String name = Nodes.text(port, "name");
        String first = name.isEmpty() ? null : names.putIfAbsent(name, prefix + path);
        if (first != null) {
            warn(
                    path,
                    "duplicate port name \"" + name + "\" with " + first
                            + ", services and probes that select ports by name will use " + first);
        }
    }

    private void graceAndAffinity() {
        if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
            warn("terminationGracePeriodSeconds", "must be >= 0; negative values are invalid and will be treated as 1");
        }
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            nullSelectors(kind, "requiredDuringSchedulingIgnoredDuringExecution", "");
            nullSelectors(kind, "preferredDuringSchedulingIgnoredDuringExecution", "podAffinityTerm");
        }
    }

    private void nullSelectors(String kind, String list, String inner) {
        List<ObjectNode> terms = Nodes.objects(spec.path("affinity").path(kind), list);
        for (int i = 0; i < terms.size(); i++) {
            JsonNode term = inner.isEmpty() ? terms.get(i) : terms.get(i).path(inner);
            if (!Nodes.has(term, "labelSelector")) {
                warn(
                        "affinity." + kind + "." + list + "[" + i + "]." + (inner.isEmpty() ? "" : inner + ".")
                                + "labelSelector",
                        "a null labelSelector results in matching no pod");
            }
        }
    }
}
