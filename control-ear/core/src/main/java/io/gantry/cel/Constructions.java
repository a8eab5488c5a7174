package io.gantry.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.CelValueProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types of {@code Object}, {@code Object.spec} and so on, and {@code JSONPatch}, that expressions of mutations construct. */
@Immutable
final class Constructions implements CelValueProvider {

    static final String OBJECT = "Object";
    static final String JSON_PATCH = "JSONPatch";

    private static final Set<String> PATCH_TEXTS = Set.of("op", "path", "from");

    static boolean isConstructed(String name) {
        return name.equals(OBJECT) || name.startsWith(OBJECT + ".") || name.equals(JSON_PATCH);
    }

    @Override
    public Optional<Object> newValue(String structType, Map<String, Object> fields) {
        return isConstructed(structType) ? Optional.of(new ConstructedObject(structType, fields)) : Optional.empty();
    }

    /** The types that an expression names, with the fields that it sets: any field of an object may be set to anything. */
    static List<CelType> namedIn(CelExpr expression) {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        fields.put(OBJECT, new LinkedHashSet<>());
        fields.put(JSON_PATCH, new LinkedHashSet<>(List.of("op", "path", "from", "value")));
        collect(expression, fields);
        List<CelType> types = new ArrayList<>();
        fields.forEach((name, names) -> types.add(type(name, names)));
        return types;
    }

    private static CelType type(String name, Set<String> names) {
        boolean patch = name.equals(JSON_PATCH);
        com.google.common.collect.ImmutableMap<String, CelType> types = names.stream()
                .filter(field -> !patch || PATCH_TEXTS.contains(field) || field.equals("value"))
                .collect(com.google.common.collect.ImmutableMap.toImmutableMap(
                        field -> field,
                        field -> patch && PATCH_TEXTS.contains(field) ? SimpleType.STRING : SimpleType.DYN));
        return StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
    }

    private static void collect(CelExpr expr, Map<String, Set<String>> fields) {
        switch (expr.exprKind().getKind()) {
            case SELECT -> collect(expr.select().operand(), fields);
            case CALL -> {
                expr.call().target().ifPresent(target -> collect(target, fields));
                expr.call().args().forEach(argument -> collect(argument, fields));
            }
            case LIST -> expr.list().elements().forEach(element -> collect(element, fields));
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    collect(entry.key(), fields);
                    collect(entry.value(), fields);
                });
            case STRUCT -> {
                String name = expr.struct().messageName();
                for (CelExpr.CelStruct.Entry entry : expr.struct().entries()) {
                    if (isConstructed(name)) {
                        fields.computeIfAbsent(name, any -> new LinkedHashSet<>())
                                .add(entry.fieldKey());
                    }
                    collect(entry.value(), fields);
                }
                if (isConstructed(name)) {
                    fields.computeIfAbsent(name, any -> new LinkedHashSet<>());
                }
            }
            case COMPREHENSION -> {
                CelExpr.CelComprehension loop = expr.comprehension();
                List.of(loop.iterRange(), loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())
                        .forEach(part -> collect(part, fields));
            }
            case CONSTANT, IDENT, NOT_SET -> {
                // no type is named here
            }
        }
    }
}
