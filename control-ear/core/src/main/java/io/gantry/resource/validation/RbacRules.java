package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.validation.NameRules;
import java.util.List;

/** Roles and their bindings (pkg/apis/rbac/validation). */
public final class RbacRules {

    private static final String GROUP = "rbac.authorization.k8s.io";

    private RbacRules() {}

    public static void role(Field role) {
        for (Field rule : role.items("rules")) {
            Field urls = rule.at("nonResourceURLs");
            verbs(rule);
            if (!urls.isEmpty()) {
                urls.invalid("namespaced rules cannot apply to non-resource URLs");
            }
            targets(rule);
        }
    }

    public static void clusterRole(Field role) {
        for (Field rule : role.items("rules")) {
            verbs(rule);
            targets(rule);
        }
        Field aggregation = role.at("aggregationRule");
        if (!aggregation.isSet()) {
            return;
        }
        Field selectors = aggregation.at("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            selectors.required("at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        selectors.items().forEach(LabelRules::selector);
    }

    private static void verbs(Field rule) {
        if (rule.at("verbs").isEmpty()) {
            rule.at("verbs").required("verbs must contain at least one value");
        }
    }

    private static void targets(Field rule) {
        Field urls = rule.at("nonResourceURLs");
        Field groups = rule.at("apiGroups");
        Field resources = rule.at("resources");
        if (!urls.isEmpty()) {
            if (!groups.isEmpty()
                    || !resources.isEmpty()
                    || !rule.at("resourceNames").isEmpty()) {
                urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
            }
            return;
        }
        if (groups.isEmpty()) {
            groups.required("resource rules must supply at least one api group");
        }
        if (resources.isEmpty()) {
            resources.required("resource rules must supply at least one resource");
        }
    }

    public static void roleBinding(Field binding) {
        roleReference(binding.at("roleRef"), List.of("Role", "ClusterRole"));
        binding.items("subjects").forEach(RbacRules::subject);
    }

    public static void clusterRoleBinding(Field binding) {
        roleReference(binding.at("roleRef"), List.of("ClusterRole"));
        for (Field subject : binding.items("subjects")) {
            subject(subject);
            if (subject.at("kind").is("ServiceAccount")
                    && subject.at("namespace").isEmpty()) {
                subject.at("namespace").required("");
            }
        }
    }

    private static void roleReference(Field role, List<String> kinds) {
        if (!role.at("apiGroup").is(GROUP)) {
            role.at("apiGroup").notSupported(List.of(GROUP));
        }
        if (!kinds.contains(role.at("kind").text())) {
            role.at("kind").notSupported(kinds);
        }
        if (role.at("name").requireFilled()) {
            role.at("name").invalid(NameRules.pathSegment(role.at("name").text()));
        }
    }

    private static void subject(Field subject) {
        boolean named = subject.at("name").requireFilled();
        Field group = subject.at("apiGroup");
        switch (subject.at("kind").text()) {
            case "ServiceAccount" -> {
                if (named) {
                    subject.at("name")
                            .invalid(NameRules.dnsSubdomain(subject.at("name").text()));
                }
                if (!group.isEmpty()) {
                    group.notSupported(List.of(""));
                }
            }
            case "User", "Group" -> {
                if (!group.is(GROUP)) {
                    group.notSupported(List.of(GROUP));
                }
            }
            default -> subject.at("kind").notSupported(List.of("ServiceAccount", "User", "Group"));
        }
    }

    public static void unchangedRole(Field binding, ObjectNode old) {
        if (!SemanticEquality.same(binding.at("roleRef").value(), old.path("roleRef"))) {
            binding.at("roleRef").invalid("cannot change roleRef");
        }
    }
}
