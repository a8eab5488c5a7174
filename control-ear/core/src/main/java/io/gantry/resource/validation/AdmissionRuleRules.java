package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which requests a webhook or policy of admissionregistration.k8s.io is for. */
final class AdmissionRuleRules {

    private static final String ALL = "*";
    private static final List<String> OPERATIONS = List.of(ALL, "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of(ALL, "Cluster", "Namespaced");
    private static final int CONDITIONS = 64;

    static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");
    static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");

    private AdmissionRuleRules() {}

    static void rule(Field rule) {
        Field operations = rule.at("operations");
        operations.requireFilled();
        alone(operations, "operations");
        operations.items().forEach(operation -> operation.supportOnly(OPERATIONS));
        Field groups = rule.at("apiGroups");
        groups.requireFilled();
        alone(groups, "API groups");
        Field versions = rule.at("apiVersions");
        versions.requireFilled();
        alone(versions, "API versions");
        versions.items().forEach(Field::requireFilled);
        resources(rule.at("resources"));
        rule.at("scope").supportOnly(SCOPES);
    }

    private static void alone(Field list, String what) {
        if (list.value().size() > 1 && list.texts().contains(ALL)) {
            list.invalid("if '*' is present, must not specify other " + what);
        }
    }

    private static void resources(Field resources) {
        resources.requireFilled();
        Set<String> wholes = new HashSet<>();
        Set<String> parts = new HashSet<>();
        for (Field resource : resources.items()) {
            if (!resource.requireFilled() || resource.text().indexOf('/') < 0) {
                continue;
            }
            String[] names = resource.text().split("/", 2);
            if (wholes.contains(names[0])) {
                resource.invalid("if '" + names[0] + "/*' is present, must not specify " + resource.text());
            }
            if (parts.contains(names[1])) {
                resource.invalid("if '*/" + names[1] + "' is present, must not specify " + resource.text());
            }
            if (names[1].equals(ALL)) {
                wholes.add(names[0]);
            }
            if (names[0].equals(ALL)) {
                parts.add(names[1]);
            }
        }
        List<String> all = resources.texts();
        if (all.size() > 1 && all.contains("*/*")) {
            resources.invalid("if '*/*' is present, must not specify other resources");
        }
        boolean named = all.stream().anyMatch(name -> name.indexOf('/') < 0 && !name.equals(ALL) && !name.isEmpty());
        if (all.contains(ALL) && named) {
            resources.invalid("if '*' is present, must not specify other resources without subresources");
        }
    }

    static void namedRule(Field rule) {
        Set<String> names = new HashSet<>();
        for (Field name : rule.items("resourceNames")) {
            name.invalid(NameRules.pathSegment(name.text()));
            if (!names.add(name.text())) {
                name.duplicate();
            }
        }
        rule(rule);
    }

    /** A MatchResources; an absent one is fine. */
    static void matchResources(Field match) {
        if (!match.isSet()) {
            return;
        }
        match.at("matchPolicy").requireSetTo(MATCH_POLICIES);
        for (String selector : List.of("namespaceSelector", "objectSelector")) {
            if (match.at(selector).isSet()) {
                LabelRules.selector(match.at(selector));
            } else {
                match.at(selector).required("");
            }
        }
        match.items("resourceRules").forEach(AdmissionRuleRules::namedRule);
        match.items("excludeResourceRules").forEach(AdmissionRuleRules::namedRule);
    }

    /** Names and the presence of expressions; {@link ExpressionRules} compiles them. */
    static void matchConditions(Field conditions) {
        conditions.limitItems(CONDITIONS);
        Set<String> names = new HashSet<>();
        for (Field condition : conditions.items()) {
            if (condition.at("expression").text().isBlank()) {
                condition.at("expression").required("");
            }
            Field name = condition.at("name");
            if (name.requireFilled()) {
                FormatRules.qualifiedName(name);
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
        }
    }
}
