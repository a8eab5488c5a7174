package io.gantry.customresource.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.customresource.rules.CompiledRule;
import io.gantry.customresource.rules.RulePath;
import io.gantry.customresource.rules.RuleTree;
import io.gantry.customresource.schema.SchemaReader;
import io.gantry.customresource.schema.ValidationRule;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code x-kubernetes-validations}: what the rules look like, whether they compile, and what they may cost. */
final class ValidationRules {

    static final String FIELD = "x-kubernetes-validations";

    private static final List<String> REASONS =
            List.of("FieldValueRequired", "FieldValueForbidden", "FieldValueInvalid", "FieldValueDuplicate");

    /** Of one rule, and of all rules of a version. */
    private static final long RULE_LIMIT = 10_000_000;

    private static final long TOTAL_LIMIT = 100_000_000;

    private static final int SHOWN_EXPENSIVE = 4;

    /** How often a value may be there; more than fits into a request counts as unknown. */
    private static final long UNBOUNDED = -1;

    private record Expensive(Field rule, long cost) {}

    private final List<Expensive> expensive = new ArrayList<>();
    private long total;

    private ValidationRules() {}

    /** What can be said of the rules of one schema without compiling them. */
    static void shape(Field schema) {
        for (Field rule : schema.items(FIELD)) {
            rule(rule);
            path(rule.at("fieldPath"), schema);
        }
    }

    private static void rule(Field rule) {
        Field text = rule.at("rule");
        Field message = rule.at("message");
        if (text.text().isBlank()) {
            text.required("rule is not specified");
        } else if (!message.text().isEmpty() && message.text().isBlank()) {
            message.invalid("must be non-empty if specified");
        } else if (message.text().strip().contains("\n")) {
            message.invalid("must not contain line breaks");
        } else if (text.text().strip().contains("\n") && message.text().isBlank()) {
            message.required("message must be specified if rule contains line breaks");
        }
        Field expression = rule.at("messageExpression");
        if (!expression.text().isEmpty() && expression.text().isBlank()) {
            expression.required("messageExpression must be non-empty if specified");
        }
        rule.at("reason").supportOnly(REASONS.stream().sorted().toList());
    }

    private static void path(Field path, Field schema) {
        if (path.text().isEmpty()) {
            return;
        }
        if (path.text().isBlank()) {
            path.invalid("must be non-empty if specified");
        }
        if (path.text().contains("\n")) {
            path.invalid("must not contain line breaks");
        }
        if (RulePath.normalized(path.text(), SchemaReader.read(schema.value())).isEmpty()) {
            path.invalid("must be a valid path");
        }
    }

    /** Compiles the rules of a whole schema, which is sound otherwise. */
    static void check(Field schema) {
        Optional<RuleTree> tree = RuleTree.of(SchemaReader.read(schema.value()));
        if (tree.isPresent()) {
            ValidationRules all = new ValidationRules();
            all.node(schema, tree.get(), 1, Optional.empty());
            all.total(schema);
        }
    }

    private void node(Field schema, RuleTree tree, long cardinality, Optional<Field> uncorrelatable) {
        List<Field> rules = schema.items(FIELD);
        for (int i = 0; i < tree.rules().size(); i++) {
            compiled(rules.get(i), tree.rules().get(i), tree, cardinality, uncorrelatable);
        }
        long below = below(schema.value(), cardinality);
        tree.properties()
                .forEach((name, property) -> node(schema.at("properties").key(name), property, below, uncorrelatable));
        tree.additional().ifPresent(values -> node(schema.at("additionalProperties"), values, below, uncorrelatable));
        boolean correlates = tree.schema().extensions().listType().equals("map");
        Optional<Field> list = correlates ? uncorrelatable : Optional.of(schema);
        tree.items().ifPresent(items -> node(schema.at("items"), items, below, list));
    }

    /** How often the parts of a value may be there. */
    private static long below(JsonNode schema, long cardinality) {
        long each = 1;
        if (schema.path("additionalProperties").isObject()
                || schema.path("additionalProperties").isBoolean()) {
            each = schema.path("maxProperties").asLong(UNBOUNDED);
        } else if (Nodes.text(schema, "type").equals("array")) {
            each = schema.path("maxItems").asLong(UNBOUNDED);
        }
        return cardinality == UNBOUNDED || each == UNBOUNDED ? UNBOUNDED : product(cardinality, Math.max(0, each));
    }

    private static long product(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private void compiled(
            Field rule, CompiledRule compiled, RuleTree tree, long cardinality, Optional<Field> uncorrelatable) {
        Field text = rule.at("rule");
        if (!compiled.error().isEmpty()) {
            text.errors().invalid(text.path(), new Shown(compiled.rule()), compiled.error());
        }
        compiled.expression().ifPresent(expression -> {
            long times = cardinality == UNBOUNDED
                    ? io.gantry.cel.Limits.REQUEST_BYTES / (tree.type().minSize() + 1)
                    : cardinality;
            cost(text, "estimated rule cost", product(expression.worstCost(), times));
        });
        Field message = rule.at("messageExpression");
        if (!compiled.messageError().isEmpty()) {
            message.errors().invalid(message.path(), new Shown(compiled.rule()), compiled.messageError());
        }
        compiled.message()
                .ifPresent(expression -> cost(message, "estimated messageExpression cost", expression.worstCost()));
        if (compiled.isTransition()) {
            uncorrelatable.ifPresent(list -> text.invalid(
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within " + list.path()));
        } else if (rule.at("optionalOldSelf").isSet() && compiled.error().isEmpty()) {
            rule.at("optionalOldSelf").invalid("may not be set if oldSelf is not used in rule");
        }
    }

    private void cost(Field expression, String what, long cost) {
        if (cost > RULE_LIMIT) {
            expression.forbidden(exceeds(what, cost, RULE_LIMIT));
        }
        total = total > Long.MAX_VALUE - cost ? Long.MAX_VALUE : total + cost;
        if (cost >= TOTAL_LIMIT / 100) {
            expensive.add(new Expensive(expression, cost));
        }
    }

    private void total(Field schema) {
        if (total <= TOTAL_LIMIT) {
            return;
        }
        expensive.stream()
                .sorted(Comparator.comparingLong(Expensive::cost).reversed())
                .limit(SHOWN_EXPENSIVE)
                .forEach(one -> one.rule()
                        .forbidden("contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3"
                                + " schema"));
        schema.forbidden(exceeds(
                "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total, TOTAL_LIMIT));
    }

    private static String exceeds(String what, long cost, long limit) {
        double factor = (double) cost / limit;
        String shown;
        if (factor > 100) {
            shown = "more than 100x";
        } else if (factor < 1.5) {
            shown = String.format(Locale.ROOT, "%fx", factor);
        } else {
            shown = String.format(Locale.ROOT, "%.1fx", factor);
        }
        return what + " exceeds budget by factor of " + shown
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                + " strings are declared)";
    }

    /** A rule as upstream's errors show it. */
    private record Shown(ValidationRule rule) {

        @Override
        public String toString() {
            return "apiextensions.ValidationRule{Rule:" + quoted(rule.rule()) + ", Message:" + quoted(rule.message())
                    + ", MessageExpression:" + quoted(rule.messageExpression())
                    + ", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:" + quoted(rule.fieldPath())
                    + ", OptionalOldSelf:(*bool)(nil)}";
        }

        private static String quoted(String text) {
            return io.gantry.status.Quoted.of(text);
        }
    }
}
