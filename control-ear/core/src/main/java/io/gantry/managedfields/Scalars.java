package io.gantry.managedfields;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** Values that may name an item of a list: one form for equal numbers, an order over all, and their texts. */
final class Scalars {

    private Scalars() {}

    /** 80, 80L and 80.0 are the same key. */
    static JsonNode canonical(JsonNode value) {
        if (value.isInt()) {
            return JsonNodeFactory.instance.numberNode(value.longValue());
        }
        if (!value.isNumber() || value.isLong()) {
            return value;
        }
        BigDecimal number = value.decimalValue();
        if (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0) {
            return value.canConvertToLong() ? JsonNodeFactory.instance.numberNode(number.longValue()) : value;
        }
        return JsonNodeFactory.instance.numberNode(number.stripTrailingZeros());
    }

    /** Numbers before strings before booleans before anything else. */
    static int compare(JsonNode left, JsonNode right) {
        int byKind = Integer.compare(rank(left), rank(right));
        if (byKind != 0) {
            return byKind;
        }
        return switch (left.getNodeType()) {
            case NUMBER -> left.decimalValue().compareTo(right.decimalValue());
            case STRING -> left.textValue().compareTo(right.textValue());
            case BOOLEAN -> Boolean.compare(left.booleanValue(), right.booleanValue());
            case ARRAY, OBJECT, NULL, MISSING, POJO, BINARY -> left.toString().compareTo(right.toString());
        };
    }

    private static int rank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> 0;
            case STRING -> 1;
            case BOOLEAN -> 2;
            case ARRAY -> 3;
            case OBJECT, POJO -> 4;
            case NULL, MISSING, BINARY -> 5;
        };
    }

    static void write(JsonNode value, StringBuilder text) {
        if (value.isTextual()) {
            quote(value.textValue(), text);
        } else {
            text.append(value);
        }
    }

    /** As Go writes texts in JSON: what HTML or JavaScript could take for its own is escaped, too. */
    static void quote(String value, StringBuilder text) {
        text.append('"');
        int start = text.length();
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        for (int at = text.length() - 1; at >= start; at--) {
            char character = text.charAt(at);
            switch (character) {
                case '<', '>', '&', '\u2028', '\u2029' ->
                    text.replace(at, at + 1, String.format("\\u%04x", (int) character));
                default -> {}
            }
        }
        text.append('"');
    }

    static String display(JsonNode value) {
        return value.toString();
    }
}
