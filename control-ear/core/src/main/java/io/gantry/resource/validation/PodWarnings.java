package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a user should know of a pod or template that is valid but odd (upstream's {@code warningsForPodSpecAndMeta}). */
public final class PodWarnings {

    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");
    private static final List<String> WHOLE_BYTES = List.of("memory", "ephemeral-storage");
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
    private final AnnotationWarnings annotations;
    private final List<String> warnings = new ArrayList<>();

    private PodWarnings(String path, JsonNode podOrTemplate) {
        this.prefix = path + "spec.";
        this.spec = podOrTemplate.path("spec");
        this.annotations = new AnnotationWarnings(podOrTemplate, path);
    }

    /**
     * The warnings of a pod or template.
     *
     * @param path where it is, ending in a dot unless it is the whole object
     */
    public static List<String> of(JsonNode podOrTemplate, String path) {
        PodWarnings all = new PodWarnings(path, podOrTemplate);
        all.nodeLabels();
        all.spreading();
        all.warnings.addAll(all.annotations.gone());
        all.volumes();
        all.duplicates("hostAliases", "ip");
        all.duplicates("imagePullSecrets", "name");
        all.namelessPullSecrets();
        all.overhead();
        all.warnings.addAll(all.annotations.seccomp());
        all.containers();
        all.graceAndAffinity();
        all.addresses();
        return all.warnings;
    }

    private void warn(String path, String message) {
        warnings.add(prefix + path + ": " + message);
    }

    private void nodeLabels() {
        warnings.addAll(NodeLabelWarnings.ofLabels(spec.path("nodeSelector"), prefix + "nodeSelector"));
        warnings.addAll(NodeLabelWarnings.ofAffinity(
                spec.path("affinity").path("nodeAffinity"), prefix + "affinity.nodeAffinity"));
    }

    private void spreading() {
        List<ObjectNode> constraints = Nodes.objects(spec, "topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            String path = "topologySpreadConstraints[" + i + "].";
            warnings.addAll(NodeLabelWarnings.ofKey(
                    Nodes.text(constraints.get(i), "topologyKey"), prefix + path + "topologyKey"));
            if (!Nodes.has(constraints.get(i), "labelSelector")) {
                warn(path + "labelSelector", "a null labelSelector results in matching no pod");
            }
        }
    }

    private void volumes() {
        List<ObjectNode> volumes = Nodes.objects(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            String path = "volumes[" + i + "].";
            for (Map.Entry<String, String> old : VOLUMES.entrySet()) {
                if (Nodes.has(volumes.get(i), old.getKey())) {
                    String name = old.getKey().equals("storageos") ? "storageOS" : old.getKey();
                    warn(path + name, old.getValue());
                }
            }
            warnings.addAll(ClaimWarnings.ofSpec(
                    volumes.get(i).at("/ephemeral/volumeClaimTemplate/spec"),
                    prefix + path + "ephemeral.volumeClaimTemplate.spec"));
        }
        volumes.forEach(volume -> warnings.addAll(FilePathWarnings.of(volume)));
    }

    private void duplicates(String list, String key) {
        Set<String> seen = new HashSet<>();
        List<ObjectNode> items = Nodes.objects(spec, list);
        for (int i = 0; i < items.size(); i++) {
            String value = Nodes.text(items.get(i), key);
            if (!seen.add(value)) {
                warn(list + "[" + i + "]." + key, "duplicate " + key + " \"" + value + "\"");
            }
        }
    }

    private void namelessPullSecrets() {
        List<ObjectNode> secrets = Nodes.objects(spec, "imagePullSecrets");
        for (int i = 0; i < secrets.size(); i++) {
            if (Nodes.text(secrets.get(i), "name").isEmpty()) {
                warn("imagePullSecrets[" + i + "].name", "invalid empty name \"\"");
            }
        }
    }

    private void overhead() {
        for (String name : WHOLE_BYTES) {
            warnings.addAll(Amounts.fraction(spec.path("overhead").path(name), prefix + "overhead[" + name + "]"));
        }
    }

    private void containers() {
        PortWarnings ports = new PortWarnings();
        for (String list : CONTAINERS) {
            List<ObjectNode> containers = Nodes.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                String path = list + "[" + i + "]";
                warnings.addAll(annotations.of(containers.get(i)));
                fractions(containers.get(i), path + ".resources");
                hiddenVariables(containers.get(i), path + ".env");
                ports.add(containers.get(i), prefix + path);
            }
        }
        warnings.addAll(ports.all());
    }

    private void fractions(JsonNode container, String path) {
        for (String name : WHOLE_BYTES) {
            for (String list : List.of("limits", "requests")) {
                JsonNode amount = container.path("resources").path(list).path(name);
                warnings.addAll(Amounts.fraction(amount, prefix + path + "." + list + "[" + name + "]"));
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

    private void addresses() {
        List<String> servers = Nodes.texts(spec.path("dnsConfig"), "nameservers");
        for (int i = 0; i < servers.size(); i++) {
            address("dnsConfig.nameservers[" + i + "]", servers.get(i));
        }
        List<ObjectNode> aliases = Nodes.objects(spec, "hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            address("hostAliases[" + i + "].ip", Nodes.text(aliases.get(i), "ip"));
        }
    }

    private void address(String path, String text) {
        IpAddress.canonical(text)
                .filter(canonical -> !canonical.equals(text))
                .ifPresent(canonical -> warn(
                        path,
                        "IPv6 address \"" + text + "\" should be in RFC 5952 canonical format (\"" + canonical
                                + "\")"));
    }
}
