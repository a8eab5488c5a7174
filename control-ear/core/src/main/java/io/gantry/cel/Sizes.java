package io.gantry.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.values.CelByteString;
import io.gantry.cel.library.KubernetesTypes;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** How large values are, in the units that costs are made of: characters, bytes, items, entries; 1 for all else. */
final class Sizes {

    private Sizes() {}

    static long of(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case CelByteString bytes -> bytes.size();
            case Collection<?> list -> list.size();
            case JsonObject object -> object.size();
            case Map<?, ?> map -> map.size();
            case Optional<?> optional -> optional.map(Sizes::of).orElse(1L);
            default -> 1;
        };
    }

    static Object constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> constant.bytesValue();
            default -> 1L;
        };
    }

    /** What looking at all of a value costs. */
    static long traversal(Object value) {
        return switch (value) {
            case String text -> (long) (of(text) * Costs.STRING_TRAVERSAL);
            case CelByteString bytes -> (long) (bytes.size() * Costs.STRING_TRAVERSAL);
            case Collection<?> list -> list.stream().mapToLong(Sizes::traversal).sum();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToLong(entry -> traversal(entry.getKey()) + traversal(entry.getValue()))
                        .sum();
            default -> 1;
        };
    }

    static boolean isOfOneSize(Object value) {
        return KubernetesTypes.isOfOneSize(value);
    }
}
