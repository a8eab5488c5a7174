package io.gantry.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code "%s is %d".format([a, b])} (cel-go, ext/formatting.go). */
final class StringFormat {

    static final List<Overload> OVERLOADS = List.of(Overload.member(
            "format",
            "string_format",
            SimpleType.STRING,
            arguments ->
                    new StringFormat((String) arguments[0], new ArrayList<>((Collection<?>) arguments[1])).format(),
            SimpleType.STRING,
            ListType.create(SimpleType.DYN)));

    private static final int MAX_PRECISION = 1000;

    private final String pattern;
    private final List<Object> values;
    private final StringBuilder result = new StringBuilder();
    private int next;
    private int at;

    private StringFormat(String pattern, List<Object> values) {
        this.pattern = pattern;
        this.values = values;
    }

    private String format() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                result.append(c);
            } else if (at < pattern.length() && pattern.charAt(at) == '%') {
                result.append('%');
                at++;
            } else {
                clause();
            }
        }
        return result.toString();
    }

    private void clause() {
        int precision = precision();
        if (at >= pattern.length()) {
            throw new IllegalArgumentException("unexpected end of string");
        }
        char verb = pattern.charAt(at++);
        if (next >= values.size()) {
            throw new IllegalArgumentException("index " + next + " out of range");
        }
        Object value = values.get(next++);
        result.append(
                switch (verb) {
                    case 's' -> text(value);
                    case 'd' -> decimal(value);
                    case 'f' -> fixed(value, precision);
                    case 'e' -> scientific(value, precision);
                    case 'b' -> binary(value);
                    case 'o' -> Long.toUnsignedString(number(value, "octal"), 8);
                    case 'x' -> hex(value);
                    case 'X' -> hex(value).toUpperCase(Locale.ROOT);
                    default ->
                        throw new IllegalArgumentException(
                                "could not parse formatting clause: unrecognized formatting clause \"" + verb + "\"");
                });
    }

    private int precision() {
        if (at >= pattern.length() || pattern.charAt(at) != '.') {
            return 6;
        }
        int start = ++at;
        while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
            at++;
        }
        boolean sane = at > start && at - start <= 4;
        int precision = sane ? Integer.parseInt(pattern.substring(start, at)) : MAX_PRECISION + 1;
        if (precision > MAX_PRECISION) {
            throw new IllegalArgumentException("could not parse formatting clause: precision out of range");
        }
        return precision;
    }

    private static String text(Object value) {
        return switch (value) {
            case NullValue none -> "null";
            case CelByteString bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8);
            case Double number -> floating(number);
            case Duration duration -> seconds(duration);
            case Collection<?> list ->
                "[" + String.join(", ", list.stream().map(StringFormat::text).toList()) + "]";
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, entry) -> sorted.put(text(key), text(entry)));
                yield "{"
                        + String.join(
                                ", ",
                                sorted.entrySet().stream()
                                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                                        .toList())
                        + "}";
            }
            default -> value.toString();
        };
    }

    private static String floating(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }

    private static String decimal(Object value) {
        if (value instanceof Double number) {
            return floating(number);
        }
        if (value instanceof Number) {
            return value.toString();
        }
        throw wrong("decimal clause can only be used on numbers");
    }

    private static String fixed(Object value, int precision) {
        return finite(value, "fixed-point")
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static String scientific(Object value, int precision) {
        return String.format(
                Locale.ROOT, "%." + precision + "e", finite(value, "scientific").doubleValue());
    }

    private static BigDecimal finite(Object value, String clause) {
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw wrong(clause + " clause can only be used on numbers");
        }
        return new BigDecimal(number.toString());
    }

    private static String binary(Object value) {
        return value instanceof Boolean bool ? (bool ? "1" : "0") : signed(number(value, "binary"), 2);
    }

    private static String hex(Object value) {
        return switch (value) {
            case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
            default -> signed(number(value, "hex"), 16);
        };
    }

    private static String signed(long number, int radix) {
        return Long.toString(number, radix);
    }

    private static long number(Object value, String clause) {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong(clause + " clause can only be used on integers");
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("error during formatting: " + why);
    }
}
