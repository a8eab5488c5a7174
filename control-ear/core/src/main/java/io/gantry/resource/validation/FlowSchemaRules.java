package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** FlowSchemas: which requests belong to which priority level. */
public final class FlowSchemaRules {

    private static final int LAST_PRECEDENCE = 10_000;
    private static final String ALL = "*";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch");
    private static final List<String> KINDS = List.of("Group", "ServiceAccount", "User");

    private FlowSchemaRules() {}

    public static void check(Field object) {
        Field spec = object.at("spec");
        String name = object.at("metadata").at("name").text();
        precedence(spec.at("matchingPrecedence"), name);
        Field method = spec.at("distinguisherMethod");
        List<String> methods = List.of("ByNamespace", "ByUser");
        if (method.isSet() && !methods.contains(method.at("type").text())) {
            method.errors().notSupported(method.at("type").path(), method.value(), methods);
        }
        Field level = spec.at("priorityLevelConfiguration").at("name");
        if (level.isEmpty()) {
            level.required("must reference a priority level");
        } else {
            FormatRules.dnsSubdomain(level);
        }
        spec.items("rules").forEach(FlowSchemaRules::rule);
        DefaultFlows.mandatorySchema(name)
                .filter(fixed -> !SemanticEquality.same(fixed.path("spec"), spec.value()))
                .ifPresent(fixed -> spec.invalid("spec of '" + name + "' must equal the fixed value"));
    }

    private static void precedence(Field precedence, String name) {
        if (precedence.number() <= 0) {
            precedence.invalid("must be a positive value");
        }
        if (precedence.number() > LAST_PRECEDENCE) {
            precedence.invalid("must not be greater than " + LAST_PRECEDENCE);
        }
        if (precedence.number() == 1 && !name.equals("exempt")) {
            precedence.invalid("only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }

    private static void rule(Field rule) {
        if (rule.at("subjects").isEmpty()) {
            rule.at("subjects").required("subjects must contain at least one value");
        }
        rule.items("subjects").forEach(FlowSchemaRules::subject);
        if (rule.at("resourceRules").isEmpty() && rule.at("nonResourceRules").isEmpty()) {
            rule.required("at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        rule.items("resourceRules").forEach(FlowSchemaRules::resources);
        rule.items("nonResourceRules").forEach(FlowSchemaRules::paths);
    }

    private static void subject(Field subject) {
        String kind = subject.at("kind").text();
        if (!KINDS.contains(kind)) {
            subject.at("kind").notSupported(KINDS);
            return;
        }
        Field own = subject.at(fieldOf(kind));
        if (!own.isSet()) {
            own.required(own.name() + " is required when subject kind is '" + kind + "'");
        } else {
            named(own, kind);
        }
        for (String other : List.of("ServiceAccount", "User", "Group")) {
            if (!other.equals(kind)) {
                Field field = subject.at(fieldOf(other));
                field.forbidIfSet(field.name() + " is forbidden when subject kind is not '" + other + "'");
            }
        }
    }

    private static String fieldOf(String kind) {
        return kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
    }

    private static void named(Field subject, String kind) {
        Field name = subject.at("name");
        boolean filled = name.requireFilled();
        if (!kind.equals("ServiceAccount")) {
            return;
        }
        if (filled && !name.is(ALL)) {
            FormatRules.dnsSubdomain(name);
        }
        Field namespace = subject.at("namespace");
        if (namespace.isEmpty()) {
            namespace.required("must specify namespace for service account");
        } else {
            FormatRules.dnsLabel(namespace);
        }
    }

    private static void verbs(Field rule) {
        Field verbs = rule.at("verbs");
        if (verbs.isEmpty()) {
            verbs.required("verbs must contain at least one value");
        } else if (!alone(verbs, "verbs") && !VERBS.containsAll(verbs.texts())) {
            verbs.errors().notSupported(verbs.path(), verbs.value(), VERBS);
        }
    }

    /** Answers whether the list has a star, which must be alone. */
    private static boolean alone(Field list, String what) {
        boolean star = list.texts().contains(ALL);
        if (star && list.value().size() > 1) {
            list.invalid("if '*' is present, must not specify other " + what);
        }
        return star;
    }

    private static void resources(Field rule) {
        verbs(rule);
        Field groups = rule.at("apiGroups");
        if (groups.isEmpty()) {
            groups.required("resource rules must supply at least one api group");
        }
        alone(groups, "api groups");
        Field resources = rule.at("resources");
        if (resources.isEmpty()) {
            resources.required("resource rules must supply at least one resource");
        }
        alone(resources, "resources");
        Field namespaces = rule.at("namespaces");
        if (namespaces.isEmpty() && !rule.at("clusterScope").isTrue()) {
            namespaces.required("resource rules that are not cluster scoped must supply at least one namespace");
        } else if (!alone(namespaces, "namespaces")) {
            for (Field namespace : namespaces.items()) {
                NameRules.dnsLabel(namespace.text())
                        .forEach(error -> namespace.invalid(
                                "each member of this list must be '*' or a DNS-1123 label; " + error));
            }
        }
    }

    private static void paths(Field rule) {
        verbs(rule);
        Field paths = rule.at("nonResourceURLs");
        if (paths.isEmpty()) {
            paths.required("nonResourceURLs must contain at least one value");
        } else if (!alone(paths, "non-resource URLs")) {
            for (Field path : paths.items()) {
                pathError(path.text()).ifPresent(path::invalid);
            }
        }
    }

    private static Optional<String> pathError(String path) {
        long stars = path.chars().filter(c -> c == '*').count();
        if (path.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (!path.startsWith("/")) {
            return Optional.of("must start with slash");
        }
        if (path.contains(" ")) {
            return Optional.of("must not contain white-space");
        }
        if (path.contains("//")) {
            return Optional.of("must not contain double slash");
        }
        return stars > 1 || (stars == 1 && !path.endsWith("/*"))
                ? Optional.of("wildcard can only do suffix matching")
                : Optional.empty();
    }

    public static void status(Field object, JsonNode old) {
        Set<String> types = new HashSet<>();
        for (Field condition : object.at("status").items("conditions")) {
            Field type = condition.at("type");
            if (!types.add(type.text())) {
                type.duplicate();
            }
            type.requireFilled();
        }
    }
}
