package io.gantry.resource.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Conditions of type meta/v1. */
final class ConditionRules {

    private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final int REASON_LENGTH = 1024;
    private static final int MESSAGE_LENGTH = 32 * 1024;

    private ConditionRules() {}

    static void check(Field conditions) {
        Set<String> types = new HashSet<>();
        for (Field condition : conditions.items()) {
            if (!types.add(condition.at("type").text())) {
                condition.at("type").duplicate();
            }
            FormatRules.qualifiedName(condition.at("type"));
            Field status = condition.at("status");
            if (!List.of("False", "True", "Unknown").contains(status.text())) {
                status.notSupported(List.of("False", "True", "Unknown"));
            }
            if (condition.at("observedGeneration").number() < 0) {
                condition.at("observedGeneration").invalid("must be greater than or equal to zero");
            }
            condition.at("lastTransitionTime").requireFilled();
            if (condition.at("reason").requireFilled()) {
                reason(condition.at("reason"));
            }
            if (condition.at("message").text().length() > MESSAGE_LENGTH) {
                condition.at("message").tooLong(MESSAGE_LENGTH);
            }
        }
    }

    private static void reason(Field reason) {
        String text = reason.text();
        if (text.length() > REASON_LENGTH) {
            reason.tooLong(REASON_LENGTH);
        } else if (!text.matches(REASON)) {
            reason.invalid("a condition reason must start with alphabetic character, optionally followed by a string of"
                    + " alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or"
                    + " 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '"
                    + REASON + "')");
        }
    }
}
