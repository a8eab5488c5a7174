package io.gantry.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import io.gantry.object.Nodes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of a policy: named expressions, each may use those before it. They are evaluated when one is first asked for. */
public final class VariableScope {

    private static final String TYPE = "kubernetes.variables";

    private final Environment environment;
    private final Map<String, CheckedExpression> expressions;

    private VariableScope(Environment environment, Map<String, CheckedExpression> expressions) {
        this.environment = environment;
        this.expressions = expressions;
    }

    /**
     * Compiles variables.
     *
     * @param variables {@code variables} of a policy, each with name and expression
     * @param base what they may name beside each other
     */
    public static VariableScope of(JsonNode variables, Environment base) {
        List<? extends JsonNode> declared = variables.isArray() ? Nodes.objects(variables) : List.of();
        Map<String, CheckedExpression> expressions = new LinkedHashMap<>();
        Map<String, DeclaredType> types = new LinkedHashMap<>();
        Environment environment = with(base, types);
        for (JsonNode variable : declared) {
            String name = Nodes.text(variable, "name");
            CheckedExpression expression =
                    CheckedExpression.of(Nodes.text(variable, "expression"), environment, Result.ANY);
            expressions.put(name, expression);
            types.put(name, expression.expression().map(VariableScope::typeOf).orElse(DeclaredType.ANY));
            environment = with(base, types);
        }
        return new VariableScope(environment, expressions);
    }

    private static DeclaredType typeOf(Expression expression) {
        return DeclaredType.sized(expression.resultType(), DeclaredType.Conversion.AS_IT_IS, 0, 1);
    }

    private static Environment with(Environment base, Map<String, DeclaredType> types) {
        return base.with(Map.of(AdmissionTypes.VARIABLES, DeclaredType.object(TYPE, types, 2)));
    }

    /** What expressions after the variables may name. */
    public Environment environment() {
        return environment;
    }

    public Map<String, CheckedExpression> expressions() {
        return expressions;
    }

    /** The input of expressions that may use the variables: theirs and what the variables are made of. */
    public Map<String, Object> input(Map<String, ?> input, Budget budget) {
        Map<String, Object> all = new HashMap<>(input);
        all.put(AdmissionTypes.VARIABLES, new Lazy(expressions, all, budget));
        return all;
    }

    /** Belongs to one evaluation, though CEL's type says that it is immutable: what it remembers only saves work. */
    @Immutable
    @SuppressWarnings("Immutable")
    private static final class Lazy extends CelValue implements SelectableValue<String> {

        private final Map<String, CheckedExpression> expressions;
        private final Map<String, Object> input;
        private final Budget budget;
        private final Map<String, Object> known = new HashMap<>();

        Lazy(Map<String, CheckedExpression> expressions, Map<String, Object> input, Budget budget) {
            this.expressions = expressions;
            this.input = input;
            this.budget = budget;
        }

        @Override
        public Object select(String name) {
            Object present = known.get(name);
            if (present != null) {
                return present;
            }
            CheckedExpression expression = Optional.ofNullable(expressions.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("no such key: " + name));
            Object value = switch (expression.evaluate(input, budget)) {
                case CheckedExpression.Value found -> found.value();
                case CheckedExpression.Failure failure ->
                    throw new IllegalArgumentException(
                            "composited variable \"" + name + "\" fails to evaluate: " + failure.message());
            };
            known.put(name, value);
            return value;
        }

        @Override
        public Optional<Object> find(String name) {
            return expressions.containsKey(name) ? Optional.of(select(name)) : Optional.empty();
        }

        @Override
        public Object value() {
            return this;
        }

        @Override
        public boolean isZeroValue() {
            return expressions.isEmpty();
        }

        @Override
        public CelType celType() {
            return StructTypeReference.create(TYPE);
        }
    }
}
