package io.gantry.customresource.rules;

import io.gantry.cel.DeclaredType;
import io.gantry.cel.Environment;
import io.gantry.customresource.schema.ValidationRule;
import io.gantry.customresource.schema.ValueSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a schema and of what is below it; branches without rules are left out.
 *
 * @param schema of the values that the rules are about
 * @param type of these values as rules see it
 * @param rules about such a value itself
 */
public record RuleTree(
        ValueSchema schema,
        DeclaredType type,
        List<CompiledRule> rules,
        Map<String, RuleTree> properties,
        Optional<RuleTree> additional,
        Optional<RuleTree> items) {

    /** The rules of a whole resource; empty when it has none. */
    public static Optional<RuleTree> of(ValueSchema schema) {
        if (!hasRules(schema)) {
            return Optional.empty();
        }
        return RuleTypes.ofResource(schema, RuleTypes.ROOT).flatMap(type -> of(schema, type));
    }

    private static boolean hasRules(ValueSchema schema) {
        return !schema.extensions().validations().isEmpty()
                || schema.items().map(RuleTree::hasRules).orElse(false)
                || additional(schema).map(RuleTree::hasRules).orElse(false)
                || schema.properties().values().stream().anyMatch(RuleTree::hasRules);
    }

    private static Optional<ValueSchema> additional(ValueSchema schema) {
        return schema.additional() instanceof ValueSchema.Additional.Values values
                ? Optional.of(values.schema())
                : Optional.empty();
    }

    private static Optional<RuleTree> of(ValueSchema schema, DeclaredType type) {
        if (!hasRules(schema)) {
            return Optional.empty();
        }
        Map<String, RuleTree> properties = new LinkedHashMap<>();
        schema.properties()
                .forEach((name, property) -> fieldType(type, name, property)
                        .flatMap(fieldType -> of(property, fieldType))
                        .ifPresent(tree -> properties.put(name, tree)));
        return Optional.of(new RuleTree(
                schema,
                type,
                compiled(schema, type),
                properties,
                additional(schema).flatMap(values -> type.element().flatMap(element -> of(values, element))),
                schema.items().flatMap(items -> type.element().flatMap(element -> of(items, element)))));
    }

    /** A field that no identifier can name has rules of its own all the same. */
    private static Optional<DeclaredType> fieldType(DeclaredType type, String name, ValueSchema property) {
        return type.fields().values().stream()
                .filter(field -> field.jsonName().equals(name))
                .map(DeclaredType.DeclaredField::type)
                .findFirst()
                .or(() -> RuleTypes.ofResource(property, "fieldType"));
    }

    private static List<CompiledRule> compiled(ValueSchema schema, DeclaredType type) {
        List<ValidationRule> rules = schema.extensions().validations();
        if (rules.isEmpty()) {
            return List.of();
        }
        Environment plain = Environment.EMPTY.with(Map.of("self", type, CompiledRule.OLD_SELF, type));
        boolean optional = rules.stream().anyMatch(ValidationRule::takesOptionalOldSelf);
        Environment withOptional = optional
                ? Environment.EMPTY.with(Map.of("self", type, CompiledRule.OLD_SELF, Environment.optional(type)))
                : plain;
        return rules.stream()
                .map(rule -> CompiledRule.compile(
                        rule,
                        rule.takesOptionalOldSelf() ? withOptional : plain,
                        RulePath.normalized(rule.fieldPath(), schema).orElse("")))
                .toList();
    }
}
