package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults of one container. */
final class ContainerDefaults {

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");

    private ContainerDefaults() {}

    static void apply(ObjectNode container) {
        Defaults.text(container, "imagePullPolicy", ImageTag.pullPolicy(Nodes.text(container, "image")));
        Defaults.text(container, "terminationMessagePath", "/dev/termination-log");
        Defaults.text(container, "terminationMessagePolicy", "File");
        Nodes.objects(container, "ports").forEach(port -> Defaults.text(port, "protocol", "TCP"));
        Nodes.objects(container, "env").forEach(ContainerDefaults::variable);
        ResourceAmounts.canonicalise(Nodes.child(container, "resources"));
        PROBES.forEach(name -> probe(container.path(name)));
        httpGet(container.at("/lifecycle/postStart/httpGet"));
        httpGet(container.at("/lifecycle/preStop/httpGet"));
    }

    private static void variable(ObjectNode variable) {
        VolumeDefaults.fieldVersion(variable.at("/valueFrom/fieldRef"));
        if (variable.at("/valueFrom/fileKeyRef") instanceof ObjectNode reference) {
            Defaults.flag(reference, "optional", false);
        }
        if (variable.at("/valueFrom/resourceFieldRef") instanceof ObjectNode reference) {
            Defaults.text(reference, "divisor", "0");
        }
    }

    private static void probe(JsonNode node) {
        if (node instanceof ObjectNode probe) {
            Defaults.positive(probe, "timeoutSeconds", 1);
            Defaults.positive(probe, "periodSeconds", 10);
            Defaults.positive(probe, "successThreshold", 1);
            Defaults.positive(probe, "failureThreshold", 3);
            httpGet(probe.path("httpGet"));
            if (probe.get("grpc") instanceof ObjectNode grpc && !Nodes.has(grpc, "service")) {
                grpc.put("service", "");
            }
        }
    }

    private static void httpGet(JsonNode node) {
        if (node instanceof ObjectNode httpGet) {
            Defaults.text(httpGet, "path", "/");
            Defaults.text(httpGet, "scheme", "HTTP");
        }
    }
}
