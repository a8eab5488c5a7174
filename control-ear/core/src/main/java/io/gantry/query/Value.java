package io.gantry.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.schema.InvalidQuantityException;
import io.gantry.schema.Quantity;

/**
 * A value as it is compared: numbers and quantities ({@code 500m}, {@code 1Gi}) by amount and before all texts, texts by their
 * characters, what is missing last.
 *
 * @param amount NaN of what is no number
 * @param text empty when missing
 */
record Value(Form form, double amount, String text) implements Comparable<Value> {

    enum Form {
        NUMBER,
        TEXT,
        MISSING
    }

    private static final Value MISSING = new Value(Form.MISSING, Double.NaN, "");

    static Value of(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return MISSING;
        }
        if (node.isNumber()) {
            return new Value(Form.NUMBER, node.asDouble(), node.asText());
        }
        return of(node.isValueNode() ? node.asText() : node.toString());
    }

    static Value of(String text) {
        boolean mayBeNumber = !text.isEmpty() && text.length() < 32 && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
        if (mayBeNumber) {
            try {
                return new Value(Form.NUMBER, Quantity.parse(text).value().doubleValue(), text);
            } catch (InvalidQuantityException e) {
                return new Value(Form.TEXT, Double.NaN, text); // such as a time or an address
            }
        }
        return new Value(Form.TEXT, Double.NaN, text);
    }

    boolean isMissing() {
        return form == Form.MISSING;
    }

    @Override
    public int compareTo(Value other) {
        if (form != other.form) {
            return form.compareTo(other.form);
        }
        int byAmount = Double.compare(amount, other.amount);
        return byAmount != 0 ? byAmount : text.compareTo(other.text);
    }
}
