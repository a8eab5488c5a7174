package io.gantry.cel;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The match conditions of a webhook or policy: all must hold for it to be asked. Compiled once, immutable. */
public final class MatchConditions {

    /** There are none: everything matches. */
    public static final MatchConditions NONE = new MatchConditions(List.of());

    /** What the conditions say of a request. */
    public sealed interface Outcome {

        /** All hold. */
        record Matched() implements Outcome {}

        /** One does not: whether others failed does not matter. */
        record NotMatched(String condition) implements Outcome {}

        /** None is known not to hold, and some cannot be told: the failure policy decides. */
        record Failed(String message) implements Outcome {}
    }

    private record Condition(String name, CheckedExpression expression) {}

    private final List<Condition> conditions;

    private MatchConditions(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /**
     * Compiles conditions; one that does not compile fails when it is asked.
     *
     * @param conditions {@code matchConditions}, missing for none
     * @param environment for example {@link AdmissionTypes#MATCH_CONDITIONS}
     */
    public static MatchConditions of(JsonNode conditions, Environment environment) {
        List<Condition> compiled = new ArrayList<>();
        if (conditions.isArray()) {
            for (JsonNode condition : Nodes.objects(conditions)) {
                compiled.add(new Condition(
                        Nodes.text(condition, "name"),
                        CheckedExpression.of(Nodes.text(condition, "expression"), environment, Result.BOOL)));
            }
        }
        return compiled.isEmpty() ? NONE : new MatchConditions(compiled);
    }

    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /**
     * Asks the conditions.
     *
     * @param input the variables of {@link AdmissionTypes} by name
     */
    public Outcome evaluate(Map<String, ?> input) {
        Budget budget = new Budget(Limits.MATCH_CONDITIONS);
        List<String> errors = new ArrayList<>();
        for (Condition condition : conditions) {
            switch (condition.expression().evaluate(input, budget)) {
                case CheckedExpression.Value value
                when !Boolean.TRUE.equals(value.value()) -> {
                    return new Outcome.NotMatched(condition.name());
                }
                case CheckedExpression.Value value -> {
                    // the next one
                }
                case CheckedExpression.Failure failure -> errors.add(failure.message());
            }
        }
        return errors.isEmpty() ? new Outcome.Matched() : new Outcome.Failed(joined(errors));
    }

    private static String joined(List<String> errors) {
        return errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]";
    }
}
