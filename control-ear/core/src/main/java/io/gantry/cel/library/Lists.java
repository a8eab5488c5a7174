package io.gantry.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** isSorted, sum, min, max, indexOf and lastIndexOf of lists; the last two of strings as well. */
final class Lists {

    private static final Map<String, CelType> ORDERED = Map.of(
            "int", SimpleType.INT,
            "uint", SimpleType.UINT,
            "double", SimpleType.DOUBLE,
            "bool", SimpleType.BOOL,
            "duration", SimpleType.DURATION,
            "timestamp", SimpleType.TIMESTAMP,
            "string", SimpleType.STRING,
            "bytes", SimpleType.BYTES);

    private static final Map<String, CelType> SUMMABLE = new LinkedHashMap<>(Map.of(
            "int", SimpleType.INT,
            "uint", SimpleType.UINT,
            "double", SimpleType.DOUBLE,
            "duration", SimpleType.DURATION));

    static final List<Overload> OVERLOADS = overloads();

    private Lists() {}

    private static List<Overload> overloads() {
        List<Overload> all = new ArrayList<>();
        ORDERED.forEach((name, type) -> {
            CelType list = ListType.create(type);
            all.add(Overload.member(
                    "isSorted", "list_" + name + "_is_sorted_bool", SimpleType.BOOL, Lists::isSorted, list));
            TypeParamType item = TypeParamType.create("A");
            all.add(Overload.member(
                    SortBy.FUNCTION,
                    "list_" + name + "_sortByAssociatedKeys",
                    ListType.create(item),
                    Lists::sortBy,
                    ListType.create(item),
                    list));
            all.add(Overload.member(
                    "max", "list_" + name + "_max_" + name, type, arguments -> extreme("max", arguments, 1), list));
            all.add(Overload.member(
                    "min", "list_" + name + "_min_" + name, type, arguments -> extreme("min", arguments, -1), list));
        });
        SUMMABLE.forEach((name, type) -> all.add(Overload.member(
                "sum",
                "list_" + name + "_sum_" + name,
                type,
                arguments -> sum(items(arguments[0]), type),
                ListType.create(type))));
        TypeParamType any = TypeParamType.create("A");
        CelType list = ListType.create(any);
        CelType string = SimpleType.STRING;
        CelType number = SimpleType.INT;
        all.add(Overload.member("indexOf", "list_a_index_of_int", number, Lists::indexOf, list, any));
        all.add(Overload.member("lastIndexOf", "list_a_last_index_of_int", number, Lists::lastIndexOf, list, any));
        all.add(Overload.member("indexOf", "string_index_of_string", number, Lists::find, string, string));
        all.add(Overload.member("indexOf", "string_index_of_string_int", number, Lists::find, string, string, number));
        all.add(Overload.member("lastIndexOf", "string_last_index_of_string", number, Lists::findLast, string, string));
        all.add(Overload.member(
                "lastIndexOf", "string_last_index_of_string_int", number, Lists::findLast, string, string, number));
        return List.copyOf(all);
    }

    private static List<Object> items(Object list) {
        return new ArrayList<>((Collection<?>) list);
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        if (one instanceof CelByteString bytes && other instanceof CelByteString others) {
            return Arrays.compareUnsigned(bytes.toByteArray(), others.toByteArray());
        }
        if (!(one instanceof Comparable<?>) || one.getClass() != other.getClass()) {
            throw new IllegalArgumentException("no such overload");
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** By the keys at the same places; items of equal keys stay in their order. */
    private static Object sortBy(Object[] arguments) {
        List<Object> items = items(arguments[0]);
        List<Object> keys = items(arguments[1]);
        return IntStream.range(0, items.size())
                .boxed()
                .sorted((one, other) -> compare(keys.get(one), keys.get(other)))
                .map(items::get)
                .toList();
    }

    private static Object isSorted(Object[] arguments) {
        List<Object> items = items(arguments[0]);
        for (int i = 1; i < items.size(); i++) {
            if (compare(items.get(i - 1), items.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(String function, Object[] arguments, int sign) {
        return items(arguments[0]).stream()
                .reduce((best, next) -> compare(next, best) * sign > 0 ? next : best)
                .orElseThrow(() -> new IllegalArgumentException(function + " called on empty list"));
    }

    /** The first item tells what is summed; of none, the static type does. */
    private static Object sum(List<Object> items, CelType type) {
        Object zero = items.isEmpty() ? zero(type) : zeroLike(items.getFirst());
        try {
            return items.stream().reduce(zero, Lists::plus);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(type.kind().name().toLowerCase(java.util.Locale.ROOT) + " overflow", e);
        }
    }

    private static Object zero(CelType type) {
        return switch (type.kind()) {
            case INT -> 0L;
            case UINT -> UnsignedLong.ZERO;
            case DOUBLE -> 0.0;
            default -> Duration.ZERO;
        };
    }

    private static Object zeroLike(Object item) {
        return switch (item) {
            case Long number -> 0L;
            case UnsignedLong number -> UnsignedLong.ZERO;
            case Double number -> 0.0;
            case Duration duration -> Duration.ZERO;
            default -> throw new IllegalArgumentException("no such overload");
        };
    }

    private static Object plus(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Math.addExact(x, y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x + y;
        }
        if (a instanceof UnsignedLong x && b instanceof UnsignedLong y) {
            UnsignedLong sum = x.plus(y);
            if (sum.compareTo(x) < 0) {
                throw new ArithmeticException("unsigned overflow");
            }
            return sum;
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return x.plus(y);
        }
        throw new IllegalArgumentException("no such overload");
    }

    private static Object indexOf(Object[] arguments) {
        return (long) items(arguments[0]).indexOf(arguments[1]);
    }

    private static Object lastIndexOf(Object[] arguments) {
        return (long) items(arguments[0]).lastIndexOf(arguments[1]);
    }

    private static int offset(String text, Object[] arguments, int otherwise) {
        if (arguments.length < 3) {
            return otherwise;
        }
        long offset = (Long) arguments[2];
        if (offset < 0 || offset > text.codePointCount(0, text.length())) {
            throw new IllegalArgumentException("index out of range: " + offset);
        }
        return text.offsetByCodePoints(0, (int) offset);
    }

    private static Object find(Object[] arguments) {
        String text = (String) arguments[0];
        int at = text.indexOf((String) arguments[1], offset(text, arguments, 0));
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }

    private static Object findLast(Object[] arguments) {
        String text = (String) arguments[0];
        int at = text.lastIndexOf((String) arguments[1], offset(text, arguments, text.length()));
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }
}
