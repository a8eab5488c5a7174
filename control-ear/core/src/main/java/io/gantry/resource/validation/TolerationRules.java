package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Taints of nodes and what pods tolerate of them. */
final class TolerationRules {

    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final List<String> OPERATORS = List.of("Equal", "Exists");

    private TolerationRules() {}

    static void tolerations(Field tolerations) {
        tolerations.items().forEach(TolerationRules::toleration);
    }

    private static void toleration(Field toleration) {
        Field key = toleration.at("key");
        Field operator = toleration.at("operator");
        if (!key.isEmpty()) {
            FormatRules.qualifiedName(key);
        } else if (!operator.is("Exists")) {
            operator.invalid(
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        Field effect = toleration.at("effect");
        if (toleration.at("tolerationSeconds").isSet() && !effect.is("NoExecute")) {
            effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        value(operator, toleration.at("value"));
        if (!effect.isEmpty()) {
            effect.supportOnly(EFFECTS);
        }
    }

    private static void value(Field operator, Field value) {
        switch (operator.text()) {
            case "", "Equal" -> {
                List<String> errors = NameRules.labelValue(value.text());
                if (!errors.isEmpty()) {
                    operator.invalid(value.text(), String.join(";", errors));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    operator.invalid(value.text(), "value must be empty when `operator` is 'Exists'");
                }
            }
            default -> operator.notSupported(OPERATORS);
        }
    }

    /** Taints are unique by key and effect. */
    static void taints(Field taints) {
        Set<String> seen = new HashSet<>();
        for (Field taint : taints.items()) {
            FormatRules.qualifiedName(taint.at("key"));
            List<String> errors = NameRules.labelValue(taint.at("value").text());
            if (!errors.isEmpty()) {
                taint.at("value").invalid(String.join(";", errors));
            }
            taint.at("effect").requireOneOf(EFFECTS);
            if (!seen.add(taint.at("effect").text() + " " + taint.at("key").text())) {
                taint.errors()
                        .add(
                                "FieldValueDuplicate",
                                taint.path(),
                                "Duplicate value: " + taint.value() + ": taints must be unique by key and effect pair");
            }
        }
    }
}
