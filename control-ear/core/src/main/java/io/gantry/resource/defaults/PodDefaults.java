package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.PriorityClasses;
import java.util.List;

/**
 * Defaults that pods have and templates do not, so that what a user wrote in a template stays as it is: upstream's {@code
 * SetDefaults_Pod} and the admission plugins DefaultTolerationSeconds, ServiceAccount and Priority.
 */
public final class PodDefaults {

    private static final List<String> NODE_TROUBLES =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    private static final int TOLERATION_SECONDS = 300;

    private PodDefaults() {}

    public static void apply(ObjectNode pod) {
        ObjectNode spec = Nodes.child(pod, "spec");
        PodSpecDefaults.apply(spec);
        for (String list : List.of("containers", "initContainers")) {
            Nodes.objects(spec, list).forEach(ResourceAmounts::requestLimits);
        }
        PodLevelResources.apply(spec);
        Defaults.flag(spec, "enableServiceLinks", true);
        Defaults.text(spec, "serviceAccountName", "default");
        PodSpecDefaults.serviceAccount(spec);
        Defaults.number(
                spec,
                "priority",
                PriorityClasses.of(Nodes.text(spec, "priorityClassName")).orElse(0));
        Defaults.text(spec, "preemptionPolicy", "PreemptLowerPriority");
        NODE_TROUBLES.forEach(key -> tolerate(spec, key));
    }

    /** A node may be away for five minutes before its pods are replaced, unless the pod says otherwise. */
    private static void tolerate(ObjectNode spec, String key) {
        boolean tolerated = Nodes.objects(spec, "tolerations").stream().anyMatch(toleration -> {
            String tolerates = Nodes.text(toleration, "key");
            String effect = Nodes.text(toleration, "effect");
            return (tolerates.isEmpty() || tolerates.equals(key)) && (effect.isEmpty() || effect.equals("NoExecute"));
        });
        if (!tolerated) {
            spec.withArray("tolerations")
                    .addObject()
                    .put("effect", "NoExecute")
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("tolerationSeconds", TOLERATION_SECONDS);
        }
    }
}
