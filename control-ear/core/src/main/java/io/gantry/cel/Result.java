package io.gantry.cel;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import java.util.List;

/**
 * What an expression must result in.
 *
 * @param types any of these; all when empty
 */
public record Result(List<CelType> types) {

    public static final Result ANY = new Result(List.of());
    public static final Result BOOL = new Result(List.of(SimpleType.BOOL));
    public static final Result TEXT = new Result(List.of(SimpleType.STRING));
    public static final Result TEXT_OR_NULL = new Result(List.of(SimpleType.STRING, SimpleType.NULL_TYPE));

    /** {@code Object{...}}. */
    public static final Result OBJECT = new Result(List.of(StructTypeReference.create(Constructions.OBJECT)));

    /** {@code [JSONPatch{...}]}. */
    public static final Result JSON_PATCH =
            new Result(List.of(ListType.create(StructTypeReference.create(Constructions.JSON_PATCH))));

    boolean takes(CelType type) {
        return types.isEmpty()
                || type.equals(SimpleType.DYN)
                || types.stream().anyMatch(wanted -> wanted.equals(type) || isSameStruct(wanted, type));
    }

    private static boolean isSameStruct(CelType wanted, CelType type) {
        if (wanted instanceof ListType wantedList && type instanceof ListType list) {
            return isSameStruct(wantedList.elemType(), list.elemType()) || isAny(list.elemType());
        }
        return wanted.kind() == CelKind.STRUCT && wanted.name().equals(type.name());
    }

    /** The items of an empty list. */
    private static boolean isAny(CelType type) {
        return type.kind() == CelKind.DYN || type.kind() == CelKind.TYPE_PARAM;
    }

    /** {@code must evaluate to bool}. */
    String unmet() {
        List<String> names = types.stream().map(CelType::name).toList();
        return names.size() == 1
                ? "must evaluate to " + names.getFirst()
                : "must evaluate to one of [" + String.join(" ", names) + "]";
    }
}
