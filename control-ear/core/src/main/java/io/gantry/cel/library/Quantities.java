package io.gantry.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.gantry.schema.InvalidQuantityException;
import io.gantry.schema.Quantity;
import java.math.BigDecimal;
import java.util.List;

/** Quantities of resources ({@code 100Mi}). */
final class Quantities {

    private static final CelType STRING = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;
    private static final CelType INT = SimpleType.INT;

    static final List<Overload> OVERLOADS = List.of(
            Overload.global(
                    "quantity",
                    "string_to_quantity",
                    KubernetesTypes.QUANTITY,
                    arguments -> parse((String) arguments[0]),
                    STRING),
            Overload.global(
                    "isQuantity", "is_quantity_string", BOOL, arguments -> isQuantity((String) arguments[0]), STRING),
            Overload.member(
                    "sign",
                    "quantity_sign",
                    INT,
                    arguments -> (long) value(arguments[0]).signum(),
                    KubernetesTypes.QUANTITY),
            comparison("isGreaterThan", "quantity_is_greater_than", 1),
            comparison("isLessThan", "quantity_is_less_than", -1),
            Overload.member(
                    "compareTo",
                    "quantity_compare_to",
                    INT,
                    arguments -> (long) compare(arguments),
                    KubernetesTypes.QUANTITY,
                    KubernetesTypes.QUANTITY),
            Overload.member(
                    "asApproximateFloat",
                    "quantity_get_float",
                    SimpleType.DOUBLE,
                    arguments -> value(arguments[0]).doubleValue(),
                    KubernetesTypes.QUANTITY),
            Overload.member(
                    "asInteger",
                    "quantity_get_int",
                    INT,
                    arguments -> integer(value(arguments[0])),
                    KubernetesTypes.QUANTITY),
            Overload.member(
                    "isInteger",
                    "quantity_is_integer",
                    BOOL,
                    arguments -> isInteger(value(arguments[0])),
                    KubernetesTypes.QUANTITY),
            Overload.member(
                    "add",
                    "quantity_add",
                    KubernetesTypes.QUANTITY,
                    arguments -> ((Quantity) arguments[0]).plus((Quantity) arguments[1]),
                    KubernetesTypes.QUANTITY,
                    KubernetesTypes.QUANTITY),
            Overload.member(
                    "add",
                    "quantity_add_int",
                    KubernetesTypes.QUANTITY,
                    arguments -> ((Quantity) arguments[0]).plus(whole((Long) arguments[1])),
                    KubernetesTypes.QUANTITY,
                    INT),
            Overload.member(
                    "sub",
                    "quantity_sub",
                    KubernetesTypes.QUANTITY,
                    arguments -> ((Quantity) arguments[0]).minus((Quantity) arguments[1]),
                    KubernetesTypes.QUANTITY,
                    KubernetesTypes.QUANTITY),
            Overload.member(
                    "sub",
                    "quantity_sub_int",
                    KubernetesTypes.QUANTITY,
                    arguments -> ((Quantity) arguments[0]).minus(whole((Long) arguments[1])),
                    KubernetesTypes.QUANTITY,
                    INT));

    private Quantities() {}

    private static Overload comparison(String function, String id, int sign) {
        return Overload.member(
                function,
                id,
                BOOL,
                arguments -> Integer.signum(compare(arguments)) == sign,
                KubernetesTypes.QUANTITY,
                KubernetesTypes.QUANTITY);
    }

    private static int compare(Object[] arguments) {
        return Integer.signum(value(arguments[0]).compareTo(value(arguments[1])));
    }

    private static BigDecimal value(Object quantity) {
        return ((Quantity) quantity).value();
    }

    private static Quantity whole(long number) {
        return Quantity.of(BigDecimal.valueOf(number), Quantity.Format.DECIMAL_SI);
    }

    private static Quantity parse(String text) {
        try {
            return Quantity.parse(text);
        } catch (InvalidQuantityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static boolean isQuantity(String text) {
        try {
            Quantity.parse(text);
            return true;
        } catch (InvalidQuantityException e) {
            return false;
        }
    }

    private static boolean isInteger(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && value.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
    }

    private static Object integer(BigDecimal value) {
        if (!isInteger(value)) {
            throw new IllegalArgumentException("cannot convert value to integer");
        }
        return value.longValue();
    }
}
