package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults of a pod spec, in pods and in templates (upstream's {@code SetDefaults_PodSpec} and what it reaches). */
public final class PodSpecDefaults {

    static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    private static final int GRACE_SECONDS = 30;

    private PodSpecDefaults() {}

    /** Applies them to {@code spec.template} of a workload, which gets the metadata and spec that it lacks. */
    public static void applyToTemplate(JsonNode node) {
        if (node instanceof ObjectNode template) {
            Nodes.child(template, "metadata");
            apply(Nodes.child(template, "spec"));
        }
    }

    /** Applies them to the spec of a pod. */
    public static void applyToPod(ObjectNode spec) {
        apply(spec);
        if (spec.path("hostNetwork").asBoolean()) {
            hostPorts(spec);
        }
        if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
            spec.put("terminationGracePeriodSeconds", 1);
        }
    }

    private static void apply(ObjectNode spec) {
        Defaults.text(spec, "dnsPolicy", "ClusterFirst");
        Defaults.text(spec, "restartPolicy", "Always");
        Defaults.text(spec, "schedulerName", "default-scheduler");
        Defaults.number(spec, "terminationGracePeriodSeconds", GRACE_SECONDS);
        Nodes.child(spec, "securityContext");
        serviceAccount(spec);
        CONTAINER_LISTS.forEach(list -> Nodes.objects(spec, list).forEach(ContainerDefaults::apply));
        Nodes.objects(spec, "volumes").forEach(VolumeDefaults::apply);
        ResourceAmounts.canonicalise(spec.path("resources"));
        ResourceAmounts.canonicaliseList(spec.path("overhead"));
    }

    /** The deprecated name of the field stays readable and writable. */
    static void serviceAccount(ObjectNode spec) {
        Defaults.text(spec, "serviceAccountName", Nodes.text(spec, "serviceAccount"));
        String name = Nodes.text(spec, "serviceAccountName");
        if (name.isEmpty()) {
            spec.remove(List.of("serviceAccountName", "serviceAccount"));
        } else {
            spec.put("serviceAccount", name);
        }
    }

    /** On the host's network every port is a port of the host. */
    private static void hostPorts(ObjectNode spec) {
        for (String list : List.of("containers", "initContainers")) {
            for (ObjectNode container : Nodes.objects(spec, list)) {
                Nodes.objects(container, "ports").stream()
                        .filter(port -> Nodes.has(port, "containerPort"))
                        .forEach(port -> Defaults.positive(
                                port, "hostPort", port.path("containerPort").asInt()));
            }
        }
    }
}
