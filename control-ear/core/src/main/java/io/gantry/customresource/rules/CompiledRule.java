package io.gantry.customresource.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.gantry.cel.Environment;
import io.gantry.cel.Expression;
import io.gantry.cel.InvalidExpressionException;
import io.gantry.customresource.schema.ValidationRule;
import java.util.Optional;

/**
 * A rule and what became of its expressions.
 *
 * @param rule as it is written
 * @param expression empty when it does not compile
 * @param error why the rule does not compile, empty if it does
 * @param message the expression that makes the message, if there is one that compiles
 * @param messageError why that does not compile, empty if it does
 * @param path where errors of the rule are, from its schema on; empty for there
 */
public record CompiledRule(
        ValidationRule rule,
        Optional<Expression> expression,
        String error,
        Optional<Expression> message,
        String messageError,
        String path) {

    static final String OLD_SELF = "oldSelf";

    static CompiledRule compile(ValidationRule rule, Environment environment, String path) {
        Expression expression;
        try {
            expression =
                    compile(rule.rule(), environment, SimpleType.BOOL, "", "cel expression must evaluate to a bool");
        } catch (Uncompilable e) {
            return new CompiledRule(rule, Optional.empty(), e.getMessage(), Optional.empty(), "", path);
        }
        if (rule.messageExpression().isEmpty()) {
            return new CompiledRule(rule, Optional.of(expression), "", Optional.empty(), "", path);
        }
        try {
            Expression message = compile(
                    rule.messageExpression(),
                    environment,
                    SimpleType.STRING,
                    "messageExpression ",
                    "messageExpression must evaluate to a string");
            return new CompiledRule(rule, Optional.of(expression), "", Optional.of(message), "", path);
        } catch (Uncompilable e) {
            return new CompiledRule(rule, Optional.of(expression), "", Optional.empty(), e.getMessage(), path);
        }
    }

    private static Expression compile(
            String text, Environment environment, CelType wanted, String what, String otherwise) throws Uncompilable {
        try {
            Expression expression = environment.compile(text);
            if (!expression.resultType().equals(wanted)) {
                throw new Uncompilable(otherwise);
            }
            return expression;
        } catch (InvalidExpressionException e) {
            throw new Uncompilable(what + "compilation failed: " + e.getMessage());
        }
    }

    private static final class Uncompilable extends Exception {
        Uncompilable(String message) {
            super(message);
        }
    }

    /** Whether the rule is about a change: it looks at the old value. */
    public boolean isTransition() {
        return expression.map(one -> one.uses(OLD_SELF)).orElse(false);
    }
}
