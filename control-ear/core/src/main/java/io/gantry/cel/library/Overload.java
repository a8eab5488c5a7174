package io.gantry.cel.library;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way to call a function.
 *
 * @param function its name
 * @param declaration what the compiler must know
 * @param binding what the runtime does
 */
record Overload(String function, CelOverloadDecl declaration, CelFunctionBinding binding) {

    /** What a function does; throws {@link IllegalArgumentException} for arguments that have no result. */
    @FunctionalInterface
    interface Body {
        Object apply(Object[] arguments);
    }

    /** {@code first.function(others)}. */
    static Overload member(String function, String id, CelType result, Body body, CelType... parameters) {
        CelOverloadDecl declaration = CelOverloadDecl.newMemberOverload(id, result, ImmutableList.copyOf(parameters));
        return new Overload(function, declaration, bind(id, body, parameters));
    }

    /** {@code function(all)}. */
    static Overload global(String function, String id, CelType result, Body body, CelType... parameters) {
        CelOverloadDecl declaration = CelOverloadDecl.newGlobalOverload(id, result, ImmutableList.copyOf(parameters));
        return new Overload(function, declaration, bind(id, body, parameters));
    }

    @SuppressWarnings("Immutable") // bodies have no state, which the compiler cannot see
    private static CelFunctionBinding bind(String id, Body body, CelType... parameters) {
        List<Class<?>> classes =
                Arrays.stream(parameters).<Class<?>>map(Overload::classOf).toList();
        return switch (classes.size()) {
            case 1 -> CelFunctionBinding.from(id, classes.get(0), argument -> call(body, argument));
            case 2 ->
                CelFunctionBinding.from(
                        id, classes.get(0), classes.get(1), (first, second) -> call(body, first, second));
            default -> CelFunctionBinding.from(id, classes, arguments -> call(body, arguments));
        };
    }

    private static Object call(Body body, Object... arguments) throws CelEvaluationException {
        try {
            return body.apply(arguments);
        } catch (IllegalArgumentException e) {
            throw new CelEvaluationException(e.getMessage(), e);
        }
    }

    private static Class<?> classOf(CelType type) {
        return switch (type.kind()) {
            case STRING -> String.class;
            case INT -> Long.class;
            case UINT -> com.google.common.primitives.UnsignedLong.class;
            case DOUBLE -> Double.class;
            case BOOL -> Boolean.class;
            case BYTES -> CelByteString.class;
            case DURATION -> java.time.Duration.class;
            case TIMESTAMP -> java.time.Instant.class;
            case LIST -> Collection.class;
            case MAP -> Map.class;
            case OPAQUE -> type instanceof OpaqueType opaque ? KubernetesTypes.classOf(opaque) : Optional.class;
            default -> Object.class;
        };
    }
}
