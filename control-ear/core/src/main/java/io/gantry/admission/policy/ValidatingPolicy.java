package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.Budget;
import io.gantry.cel.CheckedExpression;
import io.gantry.cel.Limits;
import io.gantry.cel.MatchConditions;
import io.gantry.cel.Result;
import io.gantry.cel.VariableScope;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ValidatingAdmissionPolicy, compiled (apiserver, pkg/admission/plugin/policy/validating). Pure: says what it thinks of an input. */
final class ValidatingPolicy {

    /**
     * What a policy says against a request.
     *
     * @param index of the validation
     * @param reason of the Status, for example {@code Invalid}
     */
    record Denial(int index, String reason, String message) {}

    /** Everything that a policy has to say. */
    record Verdict(List<Denial> denials, Map<String, String> annotations, List<String> annotationErrors) {

        static final Verdict NOTHING = new Verdict(List.of(), Map.of(), List.of());
    }

    private record Validation(
            CheckedExpression expression,
            Optional<CheckedExpression> messageExpression,
            String message,
            String reason) {}

    private record Annotation(String key, CheckedExpression value) {}

    private static final String INVALID = "Invalid";

    private final String name;
    private final boolean fails;
    private final JsonNode paramKind;
    private final MatchResources constraints;
    private final MatchConditions conditions;
    private final VariableScope variables;
    private final List<Validation> validations = new ArrayList<>();
    private final List<Annotation> annotations = new ArrayList<>();

    ValidatingPolicy(ApiObject policy) {
        JsonNode spec = policy.json().path("spec");
        this.name = policy.name();
        this.fails = !Nodes.text(spec, "failurePolicy").equals("Ignore");
        this.paramKind = spec.path("paramKind");
        this.constraints = MatchResources.read(spec.path("matchConstraints"));
        AdmissionTypes.Params params = paramKind.isObject() ? AdmissionTypes.Params.GIVEN : AdmissionTypes.Params.NONE;
        this.conditions = MatchConditions.of(spec.path("matchConditions"), AdmissionTypes.of(params));
        this.variables = VariableScope.of(spec.path("variables"), AdmissionTypes.of(params));
        for (JsonNode validation : Nodes.objects(spec, "validations")) {
            String message = Nodes.text(validation, "messageExpression");
            validations.add(new Validation(
                    CheckedExpression.of(Nodes.text(validation, "expression"), variables.environment(), Result.BOOL),
                    message.isEmpty()
                            ? Optional.empty()
                            : Optional.of(CheckedExpression.of(message, variables.environment(), Result.TEXT)),
                    Nodes.text(validation, "message").strip(),
                    Nodes.text(validation, "reason")));
        }
        for (JsonNode annotation : Nodes.objects(spec, "auditAnnotations")) {
            annotations.add(new Annotation(
                    Nodes.text(annotation, "key"),
                    CheckedExpression.of(
                            Nodes.text(annotation, "valueExpression"), variables.environment(), Result.TEXT_OR_NULL)));
        }
    }

    String name() {
        return name;
    }

    /** Whether a request is refused when the policy cannot be asked. */
    boolean failsClosed() {
        return fails;
    }

    JsonNode paramKind() {
        return paramKind;
    }

    MatchResources constraints() {
        return constraints;
    }

    Verdict judge(Map<String, Object> input) {
        switch (conditions.evaluate(input)) {
            case MatchConditions.Outcome.NotMatched no -> {
                return Verdict.NOTHING;
            }
            case MatchConditions.Outcome.Failed failed -> {
                return fails
                        ? new Verdict(List.of(new Denial(0, INVALID, failed.message())), Map.of(), List.of())
                        : Verdict.NOTHING;
            }
            case MatchConditions.Outcome.Matched yes -> {
                // judged below
            }
        }
        Budget budget = new Budget(Limits.PER_OBJECT);
        Map<String, Object> all = variables.input(input, budget);
        List<Denial> denials = new ArrayList<>();
        for (int i = 0; i < validations.size(); i++) {
            validate(i, validations.get(i), all, budget).ifPresent(denials::add);
        }
        Verdict verdict = new Verdict(denials, new java.util.LinkedHashMap<>(), new ArrayList<>());
        annotate(input, verdict);
        return verdict;
    }

    private Optional<Denial> validate(int index, Validation validation, Map<String, Object> input, Budget budget) {
        return switch (validation.expression().evaluate(input, budget)) {
            case CheckedExpression.Failure failure ->
                fails ? Optional.of(new Denial(index, INVALID, failure.message())) : Optional.empty();
            case CheckedExpression.Value value when Boolean.TRUE.equals(value.value()) -> Optional.empty();
            case CheckedExpression.Value value ->
                Optional.of(new Denial(
                        index,
                        validation.reason().isEmpty() ? INVALID : validation.reason(),
                        message(validation, input, budget)));
        };
    }

    private static String message(Validation validation, Map<String, Object> input, Budget budget) {
        Optional<String> made = validation
                .messageExpression()
                .map(expression -> expression.evaluate(input, budget))
                .flatMap(outcome ->
                        outcome instanceof CheckedExpression.Value value && value.value() instanceof String text
                                ? Optional.of(text.strip())
                                : Optional.empty())
                .filter(text -> !text.isEmpty() && text.indexOf('\n') < 0)
                .filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= Limits.MESSAGE_LENGTH);
        String otherwise = validation.message().isEmpty()
                ? "failed expression: " + validation.expression().text().strip()
                : validation.message();
        return made.orElse(otherwise);
    }

    private void annotate(Map<String, Object> input, Verdict verdict) {
        Budget budget = new Budget(Limits.PER_OBJECT);
        Map<String, Object> all = variables.input(input, budget);
        for (Annotation annotation : annotations) {
            switch (annotation.value().evaluate(all, budget)) {
                case CheckedExpression.Failure failure -> {
                    if (fails) {
                        verdict.annotationErrors().add(failure.message());
                    }
                }
                case CheckedExpression.Value value -> {
                    if (value.value() instanceof String text) {
                        if (!text.isBlank()) {
                            verdict.annotations().put(annotation.key(), text.strip());
                        }
                    } else if (!(value.value() instanceof NullValue)) {
                        verdict.annotationErrors()
                                .add("valueExpression '" + annotation.value().text()
                                        + "' resulted in unsupported return type. Return type must be either string or"
                                        + " null.");
                    }
                }
            }
        }
    }
}
