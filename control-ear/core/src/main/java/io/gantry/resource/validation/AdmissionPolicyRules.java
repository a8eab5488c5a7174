package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cel.Identifiers;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Policies of admissionregistration.k8s.io and what binds them. */
public final class AdmissionPolicyRules {

    private static final List<String> MUTATED = List.of("*", "CONNECT", "CREATE", "UPDATE");
    private static final List<String> REASONS = List.of("Forbidden", "Invalid", "RequestEntityTooLarge");
    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");
    private static final int ANNOTATIONS = 20;
    private static final int ANNOTATION_LENGTH = 5 * 1024;
    private static final String NEITHER = "validations or auditAnnotations must contain at least one item";

    private AdmissionPolicyRules() {}

    public static void validating(Field policy) {
        Field spec = policy.at("spec");
        common(spec);
        Field validations = spec.at("validations");
        Field annotations = spec.at("auditAnnotations");
        if (validations.isEmpty() && annotations.isEmpty()) {
            validations.required(NEITHER);
            annotations.required(NEITHER);
            return;
        }
        validations.items().forEach(AdmissionPolicyRules::validation);
        if (annotations.value().size() > ANNOTATIONS) {
            annotations.invalid("must not have more than " + ANNOTATIONS + " auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        for (Field annotation : annotations.items()) {
            annotation(policy.at("metadata").at("name").text(), annotation);
            if (!keys.add(annotation.at("key").text())) {
                annotation.at("key").duplicate();
            }
        }
    }

    public static void mutating(Field policy) {
        Field spec = policy.at("spec");
        common(spec);
        mutatedOperations(spec.at("matchConstraints"));
        Field mutations = spec.at("mutations");
        if (mutations.isEmpty()) {
            mutations.required("mutations must contain at least one item");
        }
        mutations.items().forEach(AdmissionPolicyRules::mutation);
        spec.at("reinvocationPolicy").requireOneOf(List.of("IfNeeded", "Never"));
    }

    private static void common(Field spec) {
        spec.at("failurePolicy").requireSetTo(AdmissionRuleRules.FAILURE_POLICIES);
        if (spec.at("paramKind").isSet()) {
            paramKind(spec.at("paramKind"));
        }
        Field match = spec.at("matchConstraints");
        if (!match.isSet()) {
            match.required("");
        } else {
            AdmissionRuleRules.matchResources(match);
            match.at("resourceRules").requireFilled();
        }
        AdmissionRuleRules.matchConditions(spec.at("matchConditions"));
        spec.items("variables").forEach(AdmissionPolicyRules::variable);
        ExpressionRules.policy(spec);
    }

    /** Only what is written can be changed. */
    private static void mutatedOperations(Field match) {
        Field shown = match.at("resourceRules").at("operations");
        match.items("resourceRules").stream()
                .flatMap(rule -> rule.at("operations").texts().stream())
                .filter(operation -> !MUTATED.contains(operation))
                .forEach(operation -> shown.errors().notSupported(shown.path(), operation, MUTATED));
    }

    private static void paramKind(Field kind) {
        Field apiVersion = kind.at("apiVersion");
        if (apiVersion.requireFilled()) {
            apiVersion(apiVersion);
        }
        Field name = kind.at("kind");
        if (name.requireFilled()) {
            List<String> errors = NameRules.dns1035Label(name.text().toLowerCase(Locale.ROOT));
            if (!errors.isEmpty()) {
                name.invalid("may have mixed case, but should otherwise match: " + String.join(",", errors));
            }
        }
    }

    private static void apiVersion(Field apiVersion) {
        String[] parts = apiVersion.text().split("/", -1);
        if (parts.length > 2) {
            apiVersion.invalid("unexpected GroupVersion string: " + apiVersion.text());
            return;
        }
        String group = parts.length == 2 ? parts[0] : "";
        String version = parts[parts.length - 1];
        List<String> groupErrors = group.isEmpty() ? List.of() : NameRules.dnsSubdomain(group);
        if (!groupErrors.isEmpty()) {
            apiVersion.invalid(group, String.join(",", groupErrors));
        }
        List<String> versionErrors = version.isEmpty() ? List.of() : NameRules.dns1035Label(version);
        if (version.isEmpty()) {
            apiVersion.invalid("version must be specified");
        } else if (!versionErrors.isEmpty()) {
            apiVersion.invalid(version, String.join(",", versionErrors));
        }
    }

    private static void variable(Field variable) {
        Field name = variable.at("name");
        if (name.text().isBlank()) {
            name.required("name is not specified");
        } else if (!name.text().matches("[_a-zA-Z][_a-zA-Z0-9]*") || Identifiers.isReserved(name.text())) {
            name.invalid("must be a valid CEL identifier");
        }
        if (variable.at("expression").text().isBlank()) {
            variable.at("expression").required("expression is not specified");
        }
    }

    private static void validation(Field validation) {
        if (validation.at("expression").text().isBlank()) {
            validation.at("expression").required("expression is not specified");
        }
        for (String text : List.of("messageExpression", "message")) {
            Field field = validation.at(text);
            if (!field.isEmpty() && field.text().isBlank()) {
                field.invalid("must be non-empty if specified");
            }
        }
        Field message = validation.at("message");
        if (message.text().strip().matches("(?s).*[\\n\\r].*")) {
            message.invalid("must not contain line breaks");
        }
        validation.at("reason").supportOnly(REASONS);
    }

    private static void annotation(String policy, Field annotation) {
        Field key = annotation.at("key");
        if (policy.isEmpty()) {
            key.invalid("requires metadata.name be non-empty");
        } else {
            String name = policy + "/" + key.text();
            NameRules.qualifiedName(name).forEach(error -> key.invalid(name, error));
        }
        Field expression = annotation.at("valueExpression");
        if (expression.text().isBlank()) {
            expression.required("valueExpression is not specified");
        } else if (expression.text().strip().length() > ANNOTATION_LENGTH) {
            expression.required("must not exceed " + ANNOTATION_LENGTH + " bytes in length");
        }
    }

    private static void mutation(Field mutation) {
        Field type = mutation.at("patchType");
        switch (type.text()) {
            case "" -> type.required("");
            case "JSONPatch" -> patch(mutation, "jsonPatch", "applyConfiguration");
            case "ApplyConfiguration" -> patch(mutation, "applyConfiguration", "jsonPatch");
            default -> type.notSupported(List.of("ApplyConfiguration", "JSONPatch"));
        }
    }

    private static void patch(Field mutation, String wanted, String other) {
        String when =
                "be specified when patchType is " + mutation.at("patchType").text();
        if (!mutation.at(wanted).isSet()) {
            mutation.at(wanted).required("must " + when);
        } else if (mutation.at(wanted).at("expression").text().isBlank()) {
            mutation.at(wanted).at("expression").required("");
        }
        if (mutation.at(other).isSet()) {
            mutation.at(other).invalid("{" + other + "}", "must not " + when);
        }
    }

    public static void validatingBinding(Field binding) {
        binding(binding);
        Field actions = binding.at("spec").at("validationActions");
        Set<String> seen = new HashSet<>();
        for (Field action : actions.items()) {
            action.supportOnly(ACTIONS);
            if (!seen.add(action.text())) {
                action.duplicate();
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            actions.invalid(
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API"
                            + " response and headers serves no purpose)");
        }
        if (seen.isEmpty()) {
            actions.required("at least one validation action is required");
        }
    }

    public static void mutatingBinding(Field binding) {
        binding(binding);
        mutatedOperations(binding.at("spec").at("matchResources"));
    }

    private static void binding(Field binding) {
        Field spec = binding.at("spec");
        if (spec.at("policyName").requireFilled()) {
            FormatRules.dnsSubdomain(spec.at("policyName"));
        }
        if (spec.at("paramRef").isSet()) {
            paramRef(spec.at("paramRef"));
        }
        AdmissionRuleRules.matchResources(spec.at("matchResources"));
    }

    private static void paramRef(Field reference) {
        String exclusive = "name and selector are mutually exclusive";
        Field name = reference.at("name");
        Field selector = reference.at("selector");
        name.invalid(NameRules.pathSegment(name.text()));
        LabelRules.selector(selector);
        if (!name.isEmpty() && selector.isSet()) {
            name.forbidden(exclusive);
            selector.forbidden(exclusive);
        }
        if (name.isEmpty() && !selector.isSet()) {
            reference.required("one of name or selector must be specified");
        }
        reference.at("parameterNotFoundAction").requireOneOf(List.of("Deny", "Allow"));
    }

    public static void status(Field policy, JsonNode old) {
        Field status = policy.at("status");
        for (Field warning : status.at("typeChecking").items("expressionWarnings")) {
            warning.at("warning").requireFilled();
            if (warning.at("fieldRef").text().isBlank()) {
                warning.at("fieldRef").required("");
            }
        }
        ConditionRules.check(status.at("conditions"));
    }
}
