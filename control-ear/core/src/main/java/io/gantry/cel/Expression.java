package io.gantry.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A compiled expression. Immutable: compiled once, evaluated by all requests. */
public final class Expression {

    private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^ ]*)?: ");
    private static final Pattern MISSING_KEY = Pattern.compile("key '(.*)' is not present in map\\.?");

    private final String text;
    private final CelAbstractSyntaxTree ast;
    private final CelRuntime.Program program;
    private final Map<String, DeclaredType> variables;

    Expression(
            String text, CelAbstractSyntaxTree ast, CelRuntime.Program program, Map<String, DeclaredType> variables) {
        this.text = text;
        this.ast = ast;
        this.program = program;
        this.variables = variables;
    }

    public String text() {
        return text;
    }

    public CelType resultType() {
        return ast.getResultType();
    }

    /** Whether the expression looks at a variable. */
    public boolean uses(String variable) {
        return ast.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(variable));
    }

    /** The most that an evaluation costs, by what the declared types allow. */
    public long worstCost() {
        return CostEstimate.worst(ast, variables);
    }

    /**
     * The value for an input.
     *
     * @param input variables by name; what is missing has no value
     * @param budget what the evaluation costs is taken from it
     */
    public Object evaluate(Map<String, ?> input, Budget budget) throws EvaluationException {
        CostTracker tracker = new CostTracker(Limits.PER_CALL);
        try {
            return program.trace(input, tracker);
        } catch (CostTracker.Cancelled e) {
            throw new EvaluationException.TooExpensive();
        } catch (CelEvaluationException e) {
            throw explained(e);
        } finally {
            budget.spend(tracker.cost());
        }
    }

    private static EvaluationException explained(CelEvaluationException e) {
        String message = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        if (e.getErrorCode() == CelErrorCode.OVERLOAD_NOT_FOUND) {
            return new EvaluationException.NoSuchOverload("no such overload");
        }
        Throwable cause = e.getCause();
        if (cause instanceof CelEvaluationException inner && inner.getMessage() != null) {
            message = PLACE.matcher(inner.getMessage()).replaceFirst("");
        }
        Matcher key = MISSING_KEY.matcher(message);
        return EvaluationException.of(
                switch (e.getErrorCode()) {
                    case ATTRIBUTE_NOT_FOUND -> key.matches() ? "no such key: " + key.group(1) : message;
                    case NUMERIC_OVERFLOW -> "integer overflow";
                    default -> message;
                });
    }
}
