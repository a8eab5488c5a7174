package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Environment variables and what they may refer to. */
final class EnvironmentRules {

    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final List<String> ENVIRONMENT_FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    static final List<String> VOLUME_FIELDS =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");
    private static final Set<String> KNOWN_FIELDS = Set.of(
            "metadata.annotations",
            "metadata.labels",
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.serviceAccountName",
            "spec.schedulerName",
            "status.phase",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");
    private static final String BYTE_DIVISORS = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
    private static final Pattern SUBSCRIPT = Pattern.compile("([^\\[]+)\\['(.*)'\\]");

    private EnvironmentRules() {}

    static void check(Field container) {
        container.items("env").forEach(EnvironmentRules::variable);
        Field from = container.at("envFrom");
        from.items().forEach(source -> source(from, source));
    }

    private static void variable(Field variable) {
        Field name = variable.at("name");
        if (name.requireFilled()) {
            name.invalid(FormatRules.environmentName(name.text()));
        }
        Field from = variable.at("valueFrom");
        if (from.isSet()) {
            valueFrom(from, variable.at("value"));
        }
    }

    private static void valueFrom(Field from, Field value) {
        long sources = SOURCES.stream().filter(name -> from.at(name).isSet()).count();
        if (from.at("fieldRef").isSet()) {
            fieldReference(from.at("fieldRef"), ENVIRONMENT_FIELDS);
        }
        if (from.at("resourceFieldRef").isSet()) {
            resourceReference(from.at("resourceFieldRef"));
        }
        keyReference(from.at("configMapKeyRef"));
        keyReference(from.at("secretKeyRef"));
        fileReference(from.at("fileKeyRef"));
        if (sources == 0) {
            from.invalid(
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        } else if (!value.isEmpty()) {
            from.invalid("", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            from.invalid("", "may not have more than one field specified at a time");
        }
    }

    /** A field of the pod itself. */
    static void fieldReference(Field reference, List<String> allowed) {
        Field path = reference.at("fieldPath");
        if (!reference.at("apiVersion").requireFilled() || !path.requireFilled()) {
            return;
        }
        if (!reference.at("apiVersion").is("v1")) {
            path.invalid("error converting fieldPath: unsupported pod version: "
                    + reference.at("apiVersion").text());
            return;
        }
        Matcher subscript = SUBSCRIPT.matcher(path.text());
        if (subscript.matches()) {
            subscripted(reference, path, subscript.group(1), subscript.group(2));
        } else if (!KNOWN_FIELDS.contains(path.text())) {
            path.invalid("error converting fieldPath: field label not supported: " + path.text());
        } else if (!allowed.contains(path.text())) {
            path.notSupported(allowed);
        }
    }

    private static void subscripted(Field reference, Field path, String map, String key) {
        switch (map) {
            case "metadata.annotations" ->
                NameRules.qualifiedName(key.toLowerCase(Locale.ROOT))
                        .forEach(error -> reference.invalid(key.toLowerCase(Locale.ROOT), error));
            case "metadata.labels" -> NameRules.qualifiedName(key).forEach(error -> reference.invalid(key, error));
            default ->
                path.invalid("error converting fieldPath: field label does not support subscript: " + path.text());
        }
    }

    /** Requests or limits of a container. */
    static void resourceReference(Field reference) {
        Field resource = reference.at("resource");
        String name = resource.text();
        boolean hugePages = name.startsWith("limits.hugepages-") || name.startsWith("requests.hugepages-");
        if (resource.requireFilled() && !RESOURCES.contains(name) && !hugePages) {
            resource.notSupported(RESOURCES);
        }
        divisor(reference.at("divisor"), name);
    }

    private static void divisor(Field divisor, String resource) {
        boolean unset = Amounts.parse(divisor.value())
                .map(amount -> amount.value().signum() == 0)
                .orElse(true);
        if (unset) {
            return;
        }
        if (resource.endsWith(".cpu")) {
            refuse(divisor, resource, "1m, 1", "1m and 1", "cpu");
        } else if (resource.endsWith(".memory")) {
            refuse(divisor, resource, BYTE_DIVISORS, BYTE_DIVISORS, "memory");
        } else if (resource.endsWith(".ephemeral-storage")) {
            refuse(divisor, resource, BYTE_DIVISORS, BYTE_DIVISORS, "local ephemeral storage");
        } else if (resource.contains(".hugepages-")) {
            refuse(divisor, resource, BYTE_DIVISORS, BYTE_DIVISORS, "hugepages");
        }
    }

    private static void refuse(Field divisor, String resource, String allowed, String shown, String kind) {
        String canonical = Amounts.parse(divisor.value()).map(Object::toString).orElse("");
        if (!List.of(allowed.split(", ")).contains(canonical)) {
            divisor.invalid(
                    resource, "only divisor's values " + shown + " are supported with the " + kind + " resource");
        }
    }

    /** A key of a config map or secret. */
    private static void keyReference(Field reference) {
        if (!reference.isSet()) {
            return;
        }
        FormatRules.dnsSubdomain(reference.at("name"));
        Field key = reference.at("key");
        if (key.requireFilled()) {
            key.invalid(FormatRules.configKey(key.text()));
        }
    }

    private static void fileReference(Field reference) {
        if (!reference.isSet()) {
            return;
        }
        Field key = reference.at("key");
        if (key.requireFilled()) {
            key.invalid(FormatRules.environmentName(key.text()));
        }
        if (reference.at("volumeName").requireFilled()) {
            FormatRules.dnsLabel(reference.at("volumeName"));
        }
        if (reference.at("path").requireFilled()) {
            FormatRules.noStepsUp(reference.at("path"));
        }
    }

    private static void source(Field list, Field source) {
        Field prefix = source.at("prefix");
        if (!prefix.isEmpty()) {
            prefix.invalid(FormatRules.environmentName(prefix.text()));
        }
        List<Field> references = List.of(source.at("configMapRef"), source.at("secretRef")).stream()
                .filter(Field::isSet)
                .toList();
        references.forEach(reference -> {
            if (reference.at("name").requireFilled()) {
                FormatRules.dnsSubdomain(reference.at("name"));
            }
        });
        if (references.isEmpty()) {
            list.invalid("", "must specify one of: `configMapRef` or `secretRef`");
        } else if (references.size() > 1) {
            list.invalid("", "may not have more than one field specified at a time");
        }
    }
}
