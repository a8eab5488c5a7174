package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
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
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP = ": non-functional in v1.27+; use the \"seccompProfile\" field instead";

    private final JsonNode annotations;
    private final JsonNode podContext;
    private final String path;

    /** @param prefix where the pod or template is, ending in a dot unless it is the whole object */
    AnnotationWarnings(JsonNode podOrTemplate, String prefix) {
        this.annotations = podOrTemplate.path("metadata").path("annotations");
        this.podContext = podOrTemplate.path("spec").path("securityContext");
        this.path = prefix + "metadata.annotations";
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
        return annotations.has(SECCOMP_POD) && !Nodes.has(podContext, "seccompProfile")
                ? List.of(at(SECCOMP_POD) + SECCOMP)
                : List.of();
    }

    List<String> of(ObjectNode container) {
        List<String> warnings = new ArrayList<>();
        JsonNode context = container.path("securityContext");
        String seccomp = SECCOMP_CONTAINER + Nodes.text(container, "name");
        if (annotations.has(seccomp) && !Nodes.has(context, "seccompProfile")) {
            warnings.add(at(seccomp) + SECCOMP);
        }
        String appArmor = APP_ARMOR + Nodes.text(container, "name");
        if (annotations.has(appArmor)
                && !Nodes.has(context, "appArmorProfile")
                && !profile(Nodes.text(annotations, appArmor)).equals(podContext.path("appArmorProfile"))) {
            warnings.add(at(appArmor) + ": deprecated since v1.30; use the \"appArmorProfile\" field instead");
        }
        return warnings;
    }

    /** What an annotation says, as the field says it. */
    private static JsonNode profile(String annotation) {
        String local = "localhost/";
        if (annotation.startsWith(local)) {
            return Json.object().put("type", "Localhost").put("localhostProfile", annotation.substring(local.length()));
        }
        return switch (annotation) {
            case "unconfined" -> Json.object().put("type", "Unconfined");
            case "runtime/default" -> Json.object().put("type", "RuntimeDefault");
            default -> Json.object();
        };
    }

    private String at(String key) {
        return path + "[" + key + "]";
    }
}
