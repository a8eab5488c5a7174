package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.object.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** What a YAML scalar means in JSON, as upstream reads it: YAML 1.1 with its many booleans, but for the single letters. */
final class YamlScalar {

    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");
    private static final Pattern INTEGER = Pattern.compile("([-+]?)(0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    /** Longer words are text. */
    private static final int LONGEST_NUMBER = 100;

    private YamlScalar() {}

    static JsonNode toJson(ScalarEvent scalar) {
        String text = scalar.getValue();
        String tag = scalar.getTag().orElse("");
        boolean isText = !scalar.isPlain() || tag.equals("!") || tag.endsWith(":str") || tag.endsWith(":binary");
        return isText ? JsonNodeFactory.instance.textNode(text) : plain(text);
    }

    /** Whether text must be quoted to stay text. */
    static boolean isAmbiguous(String text) {
        return !plain(text).isTextual() || text.equals("<<") || text.equals("=");
    }

    private static JsonNode plain(String text) {
        if (NULL.contains(text)) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (text.length() <= LONGEST_NUMBER) {
            if (isWord(text, TRUE)) {
                return JsonNodeFactory.instance.booleanNode(true);
            }
            if (isWord(text, FALSE)) {
                return JsonNodeFactory.instance.booleanNode(false);
            }
            Matcher integer = INTEGER.matcher(text);
            if (integer.matches()) {
                return integer(integer.group(1), integer.group(2).replace("_", ""), text);
            }
            if (FLOAT.matcher(text).matches()) {
                return Json.number(new BigDecimal(text));
            }
        }
        return JsonNodeFactory.instance.textNode(text);
    }

    /** All small, all large, or with one capital: {@code yes}, {@code YES}, {@code Yes}. */
    private static boolean isWord(String text, Set<String> words) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.contains(lower)
                && (text.equals(lower)
                        || text.equals(text.toUpperCase(Locale.ROOT))
                        || text.substring(1).equals(lower.substring(1)));
    }

    private static JsonNode integer(String sign, String digits, String text) {
        boolean prefixed = digits.length() > 1 && digits.charAt(0) == '0' && !Character.isDigit(digits.charAt(1));
        int radix = 10;
        String number = digits;
        if (prefixed) {
            radix = digits.charAt(1) == 'x' ? 16 : digits.charAt(1) == 'o' ? 8 : 2;
            number = digits.substring(2);
        } else if (digits.length() > 1
                && digits.startsWith("0")
                && digits.chars().allMatch(c -> c < '8')) {
            radix = 8;
        }
        if (number.isEmpty()) {
            return JsonNodeFactory.instance.textNode(text);
        }
        BigInteger value = new BigInteger(number, radix);
        BigInteger signed = sign.equals("-") ? value.negate() : value;
        if (signed.bitLength() < Integer.SIZE) {
            return JsonNodeFactory.instance.numberNode(signed.intValue());
        }
        return signed.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(signed.longValue())
                : JsonNodeFactory.instance.numberNode(signed);
    }
}
