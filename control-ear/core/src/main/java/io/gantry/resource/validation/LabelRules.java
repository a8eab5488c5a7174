package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Set;

/** Labels and selectors of labels. */
public final class LabelRules {

    private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");
    private static final Set<String> WITHOUT_VALUES = Set.of("Exists", "DoesNotExist");

    private LabelRules() {}

    /** A map of labels, as metadata, node selectors and service selectors have it. Errors are those of the map. */
    public static void labels(Field labels) {
        for (Field label : labels.entries()) {
            String key = key(labels, label);
            NameRules.qualifiedName(key).forEach(error -> labels.invalid(key, error));
            NameRules.labelValue(label.text()).forEach(error -> labels.invalid(label.text(), error));
        }
    }

    private static String key(Field map, Field entry) {
        return entry.path().substring(map.path().length() + 1, entry.path().length() - 1);
    }

    /** A meta/v1 LabelSelector; an absent one is fine. */
    public static void selector(Field selector) {
        labels(selector.at("matchLabels"));
        for (Field expression : selector.items("matchExpressions")) {
            values(expression);
            FormatRules.qualifiedName(expression.at("key"));
            expression.items("values").forEach(LabelRules::value);
        }
    }

    private static void values(Field expression) {
        String operator = expression.at("operator").text();
        Field values = expression.at("values");
        if (WITH_VALUES.contains(operator)) {
            if (values.isEmpty()) {
                values.required("must be specified when `operator` is 'In' or 'NotIn'");
            }
        } else if (WITHOUT_VALUES.contains(operator)) {
            if (!values.isEmpty()) {
                values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
            }
        } else {
            expression.at("operator").invalid("not a valid selector operator");
        }
    }

    static void value(Field value) {
        value.invalid(NameRules.labelValue(value.text()));
    }

    /** Keys of labels whose values are taken from the pod itself. */
    static void matchLabelKeys(Field term) {
        Field selector = term.at("labelSelector");
        for (String name : List.of("matchLabelKeys", "mismatchLabelKeys")) {
            Field keys = term.at(name);
            if (!keys.isEmpty() && !selector.isSet()) {
                keys.forbidden("must not be specified when labelSelector is not set");
            } else {
                keys.items().forEach(FormatRules::qualifiedName);
            }
        }
        List<String> mismatching = term.at("mismatchLabelKeys").texts();
        term.items("matchLabelKeys").stream()
                .filter(key -> mismatching.contains(key.text()))
                .forEach(key -> key.invalid("exists in both matchLabelKeys and mismatchLabelKeys"));
    }
}
