package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.JsonPatch;
import io.gantry.apply.UnownedMerge;
import io.gantry.apply.ValueType;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.Budget;
import io.gantry.cel.CheckedExpression;
import io.gantry.cel.ConstructedObject;
import io.gantry.cel.JsonValues;
import io.gantry.cel.Limits;
import io.gantry.cel.MatchConditions;
import io.gantry.cel.Result;
import io.gantry.cel.VariableScope;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Map;

/** A MutatingAdmissionPolicy, compiled (apiserver, pkg/admission/plugin/policy/mutating). Pure: answers the object as it wants it. */
final class MutatingPolicy {

    /** A mutation that has no result: the failure policy decides. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /** One mutation. */
    sealed interface Mutation {

        CheckedExpression expression();

        record Apply(CheckedExpression expression) implements Mutation {}

        record Patch(CheckedExpression expression) implements Mutation {}
    }

    private final String name;
    private final boolean fails;
    private final boolean reinvoked;
    private final JsonNode paramKind;
    private final MatchResources constraints;
    private final MatchConditions conditions;
    private final VariableScope variables;
    private final List<Mutation> mutations;

    MutatingPolicy(ApiObject policy) {
        JsonNode spec = policy.json().path("spec");
        this.name = policy.name();
        this.fails = !Nodes.text(spec, "failurePolicy").equals("Ignore");
        this.reinvoked = Nodes.text(spec, "reinvocationPolicy").equals("IfNeeded");
        this.paramKind = spec.path("paramKind");
        this.constraints = MatchResources.read(spec.path("matchConstraints"));
        AdmissionTypes.Params params = paramKind.isObject() ? AdmissionTypes.Params.GIVEN : AdmissionTypes.Params.NONE;
        this.conditions = MatchConditions.of(spec.path("matchConditions"), AdmissionTypes.of(params));
        this.variables = VariableScope.of(spec.path("variables"), AdmissionTypes.of(params));
        this.mutations =
                Nodes.objects(spec, "mutations").stream().map(this::compiled).toList();
    }

    private Mutation compiled(JsonNode mutation) {
        return Nodes.text(mutation, "patchType").equals("JSONPatch")
                ? new Mutation.Patch(CheckedExpression.ofConstruction(
                        Nodes.text(mutation.path("jsonPatch"), "expression"),
                        variables.environment(),
                        Result.JSON_PATCH))
                : new Mutation.Apply(CheckedExpression.ofConstruction(
                        Nodes.text(mutation.path("applyConfiguration"), "expression"),
                        variables.environment(),
                        Result.OBJECT));
    }

    String name() {
        return name;
    }

    boolean failsClosed() {
        return fails;
    }

    /** Whether the policy wants to see what others made of an object afterwards. */
    boolean isReinvoked() {
        return reinvoked;
    }

    JsonNode paramKind() {
        return paramKind;
    }

    MatchResources constraints() {
        return constraints;
    }

    List<Mutation> mutations() {
        return mutations;
    }

    /** Whether the policy wants to change anything about an input. */
    boolean applies(Map<String, Object> input) throws Failed {
        return switch (conditions.evaluate(input)) {
            case MatchConditions.Outcome.Matched yes -> true;
            case MatchConditions.Outcome.NotMatched no -> false;
            case MatchConditions.Outcome.Failed failed -> throw new Failed(failed.message());
        };
    }

    /**
     * The object after a mutation.
     *
     * @param object not changed
     * @param type of the object
     */
    ObjectNode mutated(Mutation mutation, Map<String, Object> input, ObjectNode object, ValueType type) throws Failed {
        Budget budget = new Budget(Limits.PER_OBJECT);
        Object value = switch (mutation.expression().evaluate(variables.input(input, budget), budget)) {
            case CheckedExpression.Value found -> found.value();
            case CheckedExpression.Failure failure -> throw new Failed(failure.message());
        };
        try {
            return switch (mutation) {
                case Mutation.Apply apply -> applied(value, object, type);
                case Mutation.Patch patch -> patched(value, object);
            };
        } catch (IllegalArgumentException e) {
            throw new Failed(e.getMessage());
        }
    }

    private static ObjectNode applied(Object value, ObjectNode object, ValueType type) {
        if (!(value instanceof ConstructedObject constructed)) {
            throw new IllegalArgumentException("unsupported return type from ApplyConfiguration expression");
        }
        constructed.misnamed().ifPresent(problem -> {
            throw new IllegalArgumentException("type mismatch: " + problem);
        });
        ObjectNode config = (ObjectNode) json(constructed);
        config.set("apiVersion", object.path("apiVersion"));
        config.set("kind", object.path("kind"));
        try {
            return UnownedMerge.of(type, object.deepCopy(), config).deepCopy();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("error applying patch: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Object value) {
        return JsonValues.toJson(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "JSONPath valueExpression evaluated to a type that could not marshal to JSON"));
    }

    private static ObjectNode patched(Object value, ObjectNode object) {
        if (value instanceof List<?> operations) {
            for (Object operation : operations) {
                checkNames(operation);
            }
        }
        try {
            JsonNode result = JsonPatch.parse(json(value)).apply(object.deepCopy());
            if (result instanceof ObjectNode patched) {
                return patched;
            }
            throw new IllegalArgumentException("JSON Patch: the patched object is not an object");
        } catch (StatusException e) {
            String cause = e.status().at("/details/causes/0/message").asText(e.getMessage());
            if (cause.endsWith("test failed")) {
                // a patch whose test fails is not meant for this object
                return object;
            }
            throw new IllegalArgumentException("JSON Patch: " + cause, e);
        }
    }

    private static void checkNames(Object operation) {
        if (!(operation instanceof ConstructedObject patch)) {
            throw new IllegalArgumentException(
                    "type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch");
        }
    }
}
