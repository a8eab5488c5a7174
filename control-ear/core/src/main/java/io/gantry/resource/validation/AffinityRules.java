package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Set;

/** Where a pod wants to run: node affinity, pod affinity and spreading. */
final class AffinityRules {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final String NOT_AN_OPERATOR = "not a valid selector operator";

    private AffinityRules() {}

    static void check(Field affinity) {
        node(affinity.at("nodeAffinity"));
        pods(affinity.at("podAffinity"));
        pods(affinity.at("podAntiAffinity"));
    }

    private static void node(Field affinity) {
        if (affinity.at(REQUIRED).isSet()) {
            nodeSelector(affinity.at(REQUIRED));
        }
        for (Field term : affinity.items(PREFERRED)) {
            weight(term.at("weight"));
            nodeTerm(term.at("preference"), false);
        }
    }

    /** A core/v1 NodeSelector. */
    static void nodeSelector(Field selector) {
        Field terms = selector.at("nodeSelectorTerms");
        if (terms.isEmpty()) {
            terms.required("must have at least one node selector term");
        }
        terms.items().forEach(term -> nodeTerm(term, true));
    }

    private static void nodeTerm(Field term, boolean checkValues) {
        for (Field expression : term.items("matchExpressions")) {
            nodeValues(expression);
            FormatRules.qualifiedName(expression.at("key"));
            if (checkValues) {
                expression.items("values").forEach(LabelRules::value);
            }
        }
        term.items("matchFields").forEach(AffinityRules::nodeField);
    }

    private static void nodeValues(Field expression) {
        Field values = expression.at("values");
        switch (expression.at("operator").text()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.items().size() != 1) {
                    values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> expression.at("operator").invalid(NOT_AN_OPERATOR);
        }
    }

    private static void nodeField(Field field) {
        Field values = field.at("values");
        if (!Set.of("In", "NotIn").contains(field.at("operator").text())) {
            field.at("operator").invalid(NOT_AN_OPERATOR);
        } else if (values.items().size() != 1) {
            values.required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
        if (field.at("key").is("metadata.name")) {
            values.items().forEach(FormatRules::dnsSubdomain);
        } else {
            field.at("key").invalid("not a valid field selector key");
        }
    }

    private static void pods(Field affinity) {
        affinity.items(REQUIRED).forEach(AffinityRules::podTerm);
        for (Field term : affinity.items(PREFERRED)) {
            weight(term.at("weight"));
            podTerm(term.at("podAffinityTerm"));
        }
    }

    private static void podTerm(Field term) {
        LabelRules.selector(term.at("labelSelector"));
        LabelRules.selector(term.at("namespaceSelector"));
        Field namespace = term.at("namespace");
        term.at("namespaces")
                .texts()
                .forEach(name -> NameRules.dnsLabel(name).forEach(error -> namespace.invalid(name, error)));
        LabelRules.matchLabelKeys(term);
        Field topologyKey = term.at("topologyKey");
        if (topologyKey.isEmpty()) {
            topologyKey.required("can not be empty");
        }
        FormatRules.qualifiedName(topologyKey);
    }

    private static void weight(Field weight) {
        if (weight.number() < 1 || weight.number() > 100) {
            weight.invalid(weight.number(), "must be in the range 1-100");
        }
    }

    /** Topology spread constraints: at most one for each key and action. */
    static void spreading(Field constraints) {
        List<Field> all = constraints.items();
        for (int i = 0; i < all.size(); i++) {
            Field constraint = all.get(i);
            constraint.at("maxSkew").requirePositive();
            if (constraint.at("topologyKey").isEmpty()) {
                constraint.at("topologyKey").required("can not be empty");
            }
            if (!List.of("DoNotSchedule", "ScheduleAnyway")
                    .contains(constraint.at("whenUnsatisfiable").text())) {
                constraint.at("whenUnsatisfiable").notSupported(List.of("DoNotSchedule", "ScheduleAnyway"));
            }
            unique(constraint, all.subList(i + 1, all.size()));
            minDomains(constraint);
            for (String policy : List.of("nodeAffinityPolicy", "nodeTaintsPolicy")) {
                constraint.at(policy).supportOnly(List.of("Honor", "Ignore"));
            }
            LabelRules.matchLabelKeys(constraint);
            LabelRules.selector(constraint.at("labelSelector"));
        }
    }

    private static void unique(Field constraint, List<Field> rest) {
        String key = pair(constraint);
        if (rest.stream().anyMatch(other -> pair(other).equals(key))) {
            constraint.errors().duplicate(constraint.path() + ".{topologyKey, whenUnsatisfiable}", key);
        }
    }

    private static String pair(Field constraint) {
        return "{" + constraint.at("topologyKey").text() + ", "
                + constraint.at("whenUnsatisfiable").text() + "}";
    }

    private static void minDomains(Field constraint) {
        Field minDomains = constraint.at("minDomains");
        if (!minDomains.isSet()) {
            return;
        }
        minDomains.requirePositive();
        String action = constraint.at("whenUnsatisfiable").text();
        if (!action.equals("DoNotSchedule")) {
            minDomains.invalid("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
        }
    }
}
