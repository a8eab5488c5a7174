package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Annotations of pods that fields have replaced. */
final class AnnotationWarnings {

    private static final Map<String, String> GONE = Map.of(
            "scheduler.alpha.kubernetes.io/critical-pod",
            "non-functional in v1.16+; use the \"priorityClassName\" field instead",
            "security.alpha.kubernetes.io/sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead",
            "security.alpha.kubernetes.io/unsafe-sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead");
    private static final String SECCOMP = ": non-functional in v1.27+; use the \"seccompProfile\" field instead";

    private final JsonNode annotations;
    private final JsonNode podContext;
    private final String path;
    private final boolean ofPod;

    /** @param prefix where the pod or template is, ending in a dot unless it is the whole object */
    AnnotationWarnings(JsonNode podOrTemplate, String prefix) {
        this.annotations = podOrTemplate.path("metadata").path("annotations");
        this.podContext = podOrTemplate.path("spec").path("securityContext");
        this.path = prefix + "metadata.annotations";
        // of a pod's own, warnings come before its annotations are copied to its fields
        this.ofPod = prefix.isEmpty();
    }

    List<String> gone() {
        List<String> warnings = new ArrayList<>();
        GONE.keySet().stream()
                .sorted()
                .filter(annotations::has)
                .forEach(key -> warnings.add(at(key) + ": " + GONE.get(key)));
        return warnings;
    }

    List<String> seccomp() {
        return annotations.has(ProfileAnnotations.SECCOMP_POD) && !Nodes.has(podContext, "seccompProfile")
                ? List.of(at(ProfileAnnotations.SECCOMP_POD) + SECCOMP)
                : List.of();
    }

    List<String> of(ObjectNode container) {
        List<String> warnings = new ArrayList<>();
        JsonNode context = container.path("securityContext");
        String seccomp = ProfileAnnotations.SECCOMP_CONTAINER + Nodes.text(container, "name");
        if (annotations.has(seccomp) && !Nodes.has(context, "seccompProfile")) {
            warnings.add(at(seccomp) + SECCOMP);
        }
        String appArmor = ProfileAnnotations.APP_ARMOR + Nodes.text(container, "name");
        if (!ofPod
                && annotations.has(appArmor)
                && !Nodes.has(context, "appArmorProfile")
                && !isSaidOfPod(Nodes.text(annotations, appArmor))) {
            warnings.add(at(appArmor) + ProfileAnnotations.DEPRECATED);
        }
        return warnings;
    }

    private boolean isSaidOfPod(String annotation) {
        return ProfileAnnotations.appArmorField(annotation)
                .filter(profile -> profile.equals(podContext.path("appArmorProfile")))
                .isPresent();
    }

    private String at(String key) {
        return path + "[" + key + "]";
    }
}
