package io.gantry.customresource.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.cel.Budget;
import io.gantry.cel.EvaluationException;
import io.gantry.cel.Expression;
import io.gantry.cel.JsonValues;
import io.gantry.cel.Limits;
import io.gantry.customresource.schema.Correlation;
import io.gantry.customresource.schema.ValidationRule;
import io.gantry.customresource.schema.ValueSchema;
import io.gantry.object.JsonEquality;
import io.gantry.status.FieldErrors;
import io.gantry.status.FieldErrors.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates the rules of a custom resource (apiextensions, pkg/apiserver/schema/cel/validation.go). A rule that fails for a value which
 * has not changed only warns (KEP-4008). Of one object: the cost of all rules together is bounded.
 */
public final class RuleChecker {

    private static final JsonNode NONE = MissingNode.getInstance();

    /** Errors of a kind after which rules cannot be trusted to see what their schema says. */
    private static final List<String> BLOCKING = List.of(
            "FieldValueNotSupported",
            "FieldValueRequired",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueTypeInvalid");

    private final FieldErrors errors;
    private final Budget budget = new Budget(Limits.PER_OBJECT);
    private boolean stopped;

    private RuleChecker(FieldErrors errors) {
        this.errors = errors;
    }

    /**
     * Evaluates all rules for an object.
     *
     * @param old the object before, missing for a new one
     * @param errors what is wrong with the object so far
     */
    public static void check(RuleTree tree, JsonNode object, JsonNode old, FieldErrors errors) {
        if (errors.list().stream().anyMatch(error -> BLOCKING.contains(error.reason()))) {
            errors.add(
                    "FieldValueInvalid",
                    "<nil>",
                    "Invalid value: null: some validation rules were not checked because the object was invalid; correct"
                            + " the existing errors to complete validation");
            return;
        }
        new RuleChecker(errors).node(tree, object, old, "", Ratchet.of(object, old));
    }

    /**
     * Whether a value is what it was before. What cannot be told of the value itself is told of the nearest value around it.
     *
     * @param old of the value itself, missing when it cannot be told which it was
     */
    private record Ratchet(JsonNode value, JsonNode old, boolean unchangedAround) {

        static Ratchet of(JsonNode value, JsonNode old) {
            return new Ratchet(value, old, false);
        }

        boolean unchanged() {
            return old.isMissingNode() ? unchangedAround : JsonEquality.same(value, old);
        }

        Ratchet child(JsonNode childValue, JsonNode childOld) {
            return new Ratchet(childValue, old.isMissingNode() ? NONE : childOld, unchanged());
        }
    }

    private void node(RuleTree tree, JsonNode value, JsonNode old, String path, Ratchet ratchet) {
        if (stopped || value.isNull() || value.isMissingNode()) {
            return;
        }
        rules(tree, value, old, path, ratchet);
        if (value.isArray()) {
            items(tree, value, old, path, ratchet);
        } else if (value.isObject()) {
            entries(tree, value, old, path, ratchet);
        }
    }

    private void items(RuleTree tree, JsonNode list, JsonNode old, String path, Ratchet ratchet) {
        if (tree.items().isEmpty()) {
            return;
        }
        Map<JsonNode, JsonNode> before = Correlation.byKeys(tree.schema(), old);
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            JsonNode oldItem = before.getOrDefault(Correlation.key(tree.schema(), item), NONE);
            node(tree.items().get(), item, oldItem, path + "[" + i + "]", ratchet.child(item, oldItem));
        }
    }

    private void entries(RuleTree tree, JsonNode object, JsonNode old, String path, Ratchet ratchet) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            JsonNode oldValue = old.path(key);
            Ratchet inner = ratchet.child(entry.getValue(), oldValue);
            RuleTree property = tree.properties().get(key);
            if (property != null) {
                node(property, entry.getValue(), oldValue, path.isEmpty() ? key : path + "." + key, inner);
            } else if (tree.additional().isPresent()
                    && !tree.schema().properties().containsKey(key)) {
                node(tree.additional().get(), entry.getValue(), oldValue, path + "[" + key + "]", inner);
            }
        }
    }

    private void rules(RuleTree tree, JsonNode value, JsonNode old, String path, Ratchet ratchet) {
        if (tree.rules().isEmpty()) {
            return;
        }
        if (budget.isSpent()) {
            outOfBudget(tree, path);
            return;
        }
        boolean hasOld = !old.isMissingNode() && !old.isNull();
        Map<String, Object> input = new HashMap<>();
        input.put("self", JsonValues.of(value, tree.type()));
        for (CompiledRule rule : tree.rules()) {
            if (stopped) {
                return;
            }
            boolean optional = rule.rule().takesOptionalOldSelf();
            if (rule.isTransition() && !hasOld && !optional) {
                continue;
            }
            if (rule.isTransition()) {
                Optional<Object> oldSelf = hasOld ? Optional.of(JsonValues.of(old, tree.type())) : Optional.empty();
                input.put(CompiledRule.OLD_SELF, optional ? oldSelf : oldSelf.orElseThrow());
            }
            rule(rule, tree, value, input, path, ratchet);
        }
    }

    private void rule(
            CompiledRule compiled,
            RuleTree tree,
            JsonNode value,
            Map<String, Object> input,
            String path,
            Ratchet ratchet) {
        String shown = compiled.rule().shown();
        if (compiled.expression().isEmpty()) {
            invalid(tree, path, "rule compile error: " + compiled.error());
            return;
        }
        try {
            Object result = compiled.expression().get().evaluate(input, budget);
            if (budget.isExceeded()) {
                outOfBudget(tree, path);
            } else if (!Boolean.TRUE.equals(result)) {
                failed(compiled, tree, value, input, path, ratchet);
            }
        } catch (EvaluationException.TooExpensive e) {
            stopped = true;
            invalid(
                    tree,
                    path,
                    "'" + e.getMessage()
                            + "': no further validation rules will be run due to call cost exceeds limit for rule: "
                            + shown);
        } catch (EvaluationException.NoSuchOverload e) {
            invalid(
                    tree,
                    path,
                    "'" + e.getMessage() + "': call arguments did not match a supported operator, function or macro"
                            + " signature for rule: " + shown);
        } catch (EvaluationException e) {
            invalid(tree, path, e.getMessage() + " evaluating rule: " + shown);
        }
    }

    private void outOfBudget(RuleTree tree, String path) {
        stopped = true;
        invalid(
                tree,
                path,
                "validation failed due to running out of cost budget, no further validation rules will be run");
    }

    /** An error that shows the type in place of the value. */
    private void invalid(RuleTree tree, String path, String detail) {
        errors.invalid(field(path), type(tree.schema()), detail);
    }

    private static String type(ValueSchema schema) {
        return schema.extensions().intOrString()
                ? ""
                : schema.types().stream().findFirst().orElse("");
    }

    private static String field(String path) {
        return path.isEmpty() ? "<nil>" : path;
    }

    private void failed(
            CompiledRule compiled,
            RuleTree tree,
            JsonNode value,
            Map<String, Object> input,
            String path,
            Ratchet ratchet) {
        String at = compiled.path().isEmpty() || path.isEmpty()
                ? field(path + compiled.path())
                : path + "." + compiled.path();
        FieldErrors found = new FieldErrors();
        message(compiled, input)
                .ifPresentOrElse(
                        message -> add(found, compiled.rule(), tree, value, at, message),
                        () -> found.invalid(
                                at,
                                type(tree.schema()),
                                "messageExpression evaluation failed due to running out of cost budget, no further"
                                        + " validation rules will be run"));
        boolean onlyWarns = !compiled.isTransition() && ratchet.unchanged();
        for (FieldError error : found.list()) {
            if (onlyWarns) {
                errors.warn(error);
            } else {
                errors.add(error.reason(), error.field(), error.message());
            }
        }
    }

    /** Empty when there is no budget left to make a message: then all ends. */
    private Optional<String> message(CompiledRule compiled, Map<String, Object> input) {
        ValidationRule rule = compiled.rule();
        String standard = rule.message().isEmpty()
                ? "failed rule: " + rule.shown()
                : rule.message().strip();
        if (compiled.message().isEmpty()) {
            return Optional.of(standard);
        }
        Optional<String> made = evaluated(compiled.message().get(), input);
        if (stopped || budget.isExceeded()) {
            stopped = true;
            return Optional.empty();
        }
        return Optional.of(made.orElse(standard));
    }

    private Optional<String> evaluated(Expression expression, Map<String, Object> input) {
        try {
            String text = String.valueOf(expression.evaluate(input, budget)).strip();
            boolean usable = !text.isEmpty()
                    && text.indexOf('\n') < 0
                    && text.getBytes(StandardCharsets.UTF_8).length <= Limits.MESSAGE_LENGTH;
            return usable ? Optional.of(text) : Optional.empty();
        } catch (EvaluationException.TooExpensive e) {
            stopped = true;
            return Optional.empty();
        } catch (EvaluationException e) {
            // the rule's own message is as good
            return Optional.empty();
        }
    }

    private static void add(
            FieldErrors found, ValidationRule rule, RuleTree tree, JsonNode value, String at, String message) {
        String type = type(tree.schema());
        boolean large = type.equals("object") || type.equals("array");
        switch (rule.reason()) {
            case "FieldValueForbidden" -> found.forbidden(at, message);
            case "FieldValueRequired" -> found.required(at, message);
            case "FieldValueDuplicate" -> {
                if (large) {
                    found.add("FieldValueDuplicate", at, "Duplicate value");
                } else {
                    found.duplicate(at, shown(value));
                }
            }
            default -> {
                if (large) {
                    found.invalidUnshown(at, message);
                } else {
                    found.invalid(at, shown(value), message);
                }
            }
        }
    }

    private static Object shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value;
    }
}
