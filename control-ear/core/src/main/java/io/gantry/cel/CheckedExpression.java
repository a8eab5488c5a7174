package io.gantry.cel;

import java.util.Map;
import java.util.Optional;

/**
 * An expression of a policy, compiled or not: one that does not compile fails when it is evaluated, so that what was stored under other
 * rules cannot break the server.
 *
 * @param error why it does not compile, empty if it does
 */
public record CheckedExpression(String text, Optional<Expression> expression, String error) {

    /** What an evaluation comes to. */
    public sealed interface Outcome {}

    public record Value(Object value) implements Outcome {}

    public record Failure(String message) implements Outcome {}

    /** Upstream takes a dynamic result for any that is wanted: it may turn out to be one. */
    public static CheckedExpression of(String text, Environment environment, Result wanted) {
        try {
            Expression expression = environment.compile(text);
            if (wanted.takes(expression.resultType())) {
                return new CheckedExpression(text, Optional.of(expression), "");
            }
            return new CheckedExpression(text, Optional.empty(), wanted.unmet());
        } catch (InvalidExpressionException e) {
            return new CheckedExpression(text, Optional.empty(), "compilation failed: " + e.getMessage());
        }
    }

    /** An expression that makes objects. */
    public static CheckedExpression ofConstruction(String text, Environment environment, Result wanted) {
        try {
            Expression expression = environment.compileConstruction(text);
            if (wanted.takes(expression.resultType())) {
                return new CheckedExpression(text, Optional.of(expression), "");
            }
            return new CheckedExpression(text, Optional.empty(), wanted.unmet());
        } catch (InvalidExpressionException e) {
            return new CheckedExpression(text, Optional.empty(), "compilation failed: " + e.getMessage());
        }
    }

    public Outcome evaluate(Map<String, ?> input, Budget budget) {
        if (expression.isEmpty()) {
            return new Failure("compilation error: " + error);
        }
        if (budget.isSpent()) {
            return new Failure(
                    "validation failed due to running out of cost budget, no further validation rules will be run");
        }
        try {
            Object value = expression.get().evaluate(input, budget);
            return budget.isExceeded()
                    ? new Failure(
                            "validation failed due to running out of cost budget, no further validation rules will be run")
                    : new Value(value);
        } catch (EvaluationException e) {
            return new Failure("expression '" + text + "' resulted in error: " + e.getMessage());
        }
    }
}
