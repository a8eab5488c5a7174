package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The annotations that named profiles of AppArmor and seccomp before there were fields: still checked, required to agree with the fields,
 * and those of AppArmor still obeyed (KEP-24).
 */
public final class ProfileAnnotations {

    static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    static final String DEPRECATED = ": deprecated since v1.30; use the \"appArmorProfile\" field instead";

    private static final String LOCAL = "localhost/";
    private static final Set<String> RUNTIME_DEFAULT = Set.of("runtime/default");
    private static final Set<String> SECCOMP_RUNTIME_DEFAULT = Set.of("runtime/default", "docker/default");
    private static final String UNCONFINED = "unconfined";
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

    private ProfileAnnotations() {}

    /** What an annotation says of AppArmor, as the field says it; empty when it says nothing a field could. */
    static Optional<ObjectNode> appArmorField(String annotation) {
        if (annotation.startsWith(LOCAL) && annotation.length() > LOCAL.length()) {
            String profile = annotation.substring(LOCAL.length());
            return Optional.of(Json.object().put("type", "Localhost").put("localhostProfile", profile));
        }
        return switch (annotation) {
            case UNCONFINED -> Optional.of(Json.object().put("type", "Unconfined"));
            case "runtime/default" -> Optional.of(Json.object().put("type", "RuntimeDefault"));
            default -> Optional.empty();
        };
    }

    /**
     * Gives the containers of a new pod the AppArmor profiles that its annotations name, unless they have one.
     *
     * @return a warning for each annotation that is not also said by a field
     */
    public static List<String> copyToFields(ObjectNode pod) {
        JsonNode annotations = pod.path("metadata").path("annotations");
        JsonNode spec = pod.path("spec");
        List<String> warnings = new ArrayList<>();
        if (isForWindows(spec)) {
            return warnings;
        }
        for (String list : CONTAINERS) {
            for (ObjectNode container : Nodes.objects(spec, list)) {
                String key = APP_ARMOR + Nodes.text(container, "name");
                boolean hasField = Nodes.has(container.path("securityContext"), "appArmorProfile");
                if (annotations.has(key)
                        && !hasField
                        && !isSaidOfPod(Nodes.text(annotations, key), spec.path("securityContext"), container)) {
                    warnings.add("metadata.annotations[" + key + "]" + DEPRECATED);
                }
            }
        }
        return warnings;
    }

    /** Answers whether the pod's own profile says the same; otherwise the container gets the annotation's, if that is valid. */
    private static boolean isSaidOfPod(String annotation, JsonNode podContext, ObjectNode container) {
        Optional<ObjectNode> profile = appArmorField(annotation).filter(ProfileAnnotations::isValid);
        if (profile.isPresent() && profile.get().equals(podContext.path("appArmorProfile"))) {
            return true;
        }
        profile.ifPresent(field -> Nodes.child(container, "securityContext").set("appArmorProfile", field));
        return false;
    }

    private static boolean isValid(ObjectNode profile) {
        FieldErrors errors = new FieldErrors();
        SecurityContextRules.appArmor(Field.root(profile, errors));
        return errors.isEmpty();
    }

    private static boolean isForWindows(JsonNode spec) {
        return Nodes.text(spec.path("os"), "name").equals("windows");
    }

    /** Whether each annotation has a form that was ever understood. */
    static void check(Field annotations, Field spec) {
        if (annotations.value().has(SECCOMP_POD)) {
            seccomp(annotations.at(SECCOMP_POD));
        }
        for (String key : annotations.keys()) {
            if (key.startsWith(SECCOMP_CONTAINER)) {
                seccomp(annotations.at(key));
            } else if (key.startsWith(APP_ARMOR)) {
                appArmor(annotations.key(key), key.substring(APP_ARMOR.length()), spec);
            }
        }
    }

    private static void seccomp(Field annotation) {
        String text = annotation.text();
        if (text.startsWith(LOCAL)) {
            TextNode path = TextNode.valueOf(text.substring(LOCAL.length()));
            FormatRules.descendingPath(new Field(annotation.path(), path, annotation.errors()));
        } else if (!SECCOMP_RUNTIME_DEFAULT.contains(text) && !text.equals(UNCONFINED)) {
            annotation.invalid("must be a valid seccomp profile");
        }
    }

    private static void appArmor(Field annotation, String container, Field spec) {
        boolean found = CONTAINERS.stream()
                .flatMap(list -> spec.items(list).stream())
                .anyMatch(each -> each.at("name").is(container));
        if (!found) {
            annotation.invalid(container, "container not found");
        }
        String text = annotation.text();
        boolean known =
                text.isEmpty() || RUNTIME_DEFAULT.contains(text) || text.equals(UNCONFINED) || text.startsWith(LOCAL);
        if (!known) {
            annotation.invalid("invalid AppArmor profile name: " + "\"" + text + "\"");
        }
    }

    /** Requires of a new pod or a template that its annotations say what its fields say. */
    static void requireAgreement(Field annotations, Field spec) {
        seccompAgreement(annotations.value(), spec);
        if (!isForWindows(spec.value())) {
            appArmorAgreement(annotations.value(), spec);
        }
    }

    private static void seccompAgreement(JsonNode annotations, Field spec) {
        Field ofPod = spec.at("securityContext").at("seccompProfile");
        agree("seccomp", annotations.path(SECCOMP_POD), ofPod.value(), ofPod, SECCOMP_RUNTIME_DEFAULT);
        for (String list : CONTAINERS) {
            for (Field container : spec.items(list)) {
                JsonNode annotation = annotations.path(
                        SECCOMP_CONTAINER + container.at("name").text());
                Field profile = container.at("securityContext").at("seccompProfile");
                agree("seccomp", annotation, profile.value(), profile, SECCOMP_RUNTIME_DEFAULT);
            }
        }
    }

    private static void appArmorAgreement(JsonNode annotations, Field spec) {
        JsonNode ofPod = spec.at("securityContext").at("appArmorProfile").value();
        for (String list : CONTAINERS) {
            for (Field container : spec.items(list)) {
                JsonNode annotation =
                        annotations.path(APP_ARMOR + container.at("name").text());
                Field profile = container.at("securityContext").at("appArmorProfile");
                agree("apparmor", annotation, profile.isSet() ? profile.value() : ofPod, profile, RUNTIME_DEFAULT);
            }
        }
    }

    /** @param profile what counts, which may be the pod's; errors are the field's all the same */
    private static void agree(
            String what, JsonNode annotation, JsonNode profile, Field field, Set<String> runtimeDefault) {
        if (annotation.isMissingNode()) {
            return;
        }
        String text = annotation.asText("");
        boolean sameType = switch (Nodes.text(profile, "type")) {
            case "Unconfined" -> text.equals(UNCONFINED);
            case "RuntimeDefault" -> runtimeDefault.contains(text);
            case "Localhost" -> text.startsWith(LOCAL);
            default -> true;
        };
        if (!sameType) {
            field.at("type").forbidden(what + " type in annotation and field must match");
        } else if (Nodes.text(profile, "type").equals("Localhost")
                && !text.equals(LOCAL + Nodes.text(profile, "localhostProfile"))) {
            field.at("localhostProfile").forbidden(what + " profile in annotation and field must match");
        }
    }

    /** Refuses a change of what annotations say of AppArmor. */
    static void requireUnchanged(Field annotations, JsonNode before) {
        for (var old : before.properties()) {
            if (old.getKey().startsWith(APP_ARMOR)
                    && !old.getValue().equals(annotations.value().path(old.getKey()))) {
                annotations.key(old.getKey()).forbidden("may not remove or update AppArmor annotations");
            }
        }
        for (String key : annotations.keys()) {
            if (key.startsWith(APP_ARMOR) && !before.has(key)) {
                annotations.key(key).forbidden("may not add AppArmor annotations");
            }
        }
    }
}
