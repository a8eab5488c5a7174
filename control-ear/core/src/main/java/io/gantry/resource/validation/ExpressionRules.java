package io.gantry.resource.validation;

import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.AdmissionTypes.Params;
import io.gantry.cel.CheckedExpression;
import io.gantry.cel.Environment;
import io.gantry.cel.Result;
import io.gantry.cel.VariableScope;

/** Whether the expressions of policies and webhooks compile. */
final class ExpressionRules {

    private ExpressionRules() {}

    /** The match conditions of a webhook. */
    static void webhook(Field hook) {
        matchConditions(hook.at("matchConditions"), AdmissionTypes.MATCH_CONDITIONS);
    }

    private static void matchConditions(Field conditions, Environment environment) {
        conditions.items().forEach(condition -> check(condition.at("expression"), environment, Result.BOOL));
    }

    /** The expressions of a policy, whichever it has. */
    static void policy(Field spec) {
        Environment base = AdmissionTypes.of(spec.at("paramKind").isSet() ? Params.GIVEN : Params.NONE);
        matchConditions(spec.at("matchConditions"), base);
        VariableScope scope = VariableScope.of(spec.at("variables").value(), base);
        for (Field variable : spec.items("variables")) {
            CheckedExpression expression =
                    scope.expressions().get(variable.at("name").text());
            report(variable.at("expression"), expression.error());
        }
        Environment environment = scope.environment();
        for (Field validation : spec.items("validations")) {
            check(validation.at("expression"), environment, Result.BOOL);
            check(validation.at("messageExpression"), environment, Result.TEXT);
        }
        for (Field annotation : spec.items("auditAnnotations")) {
            check(annotation.at("valueExpression"), environment, Result.TEXT_OR_NULL);
        }
        for (Field mutation : spec.items("mutations")) {
            construction(mutation.at("applyConfiguration").at("expression"), environment, Result.OBJECT);
            construction(mutation.at("jsonPatch").at("expression"), environment, Result.JSON_PATCH);
        }
    }

    private static void check(Field expression, Environment environment, Result wanted) {
        if (!expression.text().isBlank()) {
            report(
                    expression,
                    CheckedExpression.of(expression.text(), environment, wanted).error());
        }
    }

    private static void construction(Field expression, Environment environment, Result wanted) {
        if (!expression.text().isBlank()) {
            report(
                    expression,
                    CheckedExpression.ofConstruction(expression.text(), environment, wanted)
                            .error());
        }
    }

    private static void report(Field expression, String error) {
        if (!error.isEmpty() && !expression.text().isBlank()) {
            expression.invalid(error);
        }
    }
}
