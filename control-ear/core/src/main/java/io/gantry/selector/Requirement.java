package io.gantry.selector;

import java.util.List;
import java.util.Map;

/**
 * One condition on one label.
 *
 * @param key label key
 * @param operator how to compare
 * @param values sorted; one for equality and order, none for existence
 */
public record Requirement(String key, Operator operator, List<String> values) {

    /** How a label is compared. */
    public enum Operator {
        EQUALS("="),
        NOT_EQUALS("!="),
        IN(" in "),
        NOT_IN(" notin "),
        EXISTS(""),
        DOES_NOT_EXIST("!"),
        GREATER_THAN(">"),
        LESS_THAN("<");

        private final String text;

        Operator(String text) {
            this.text = text;
        }
    }

    public boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case EQUALS, IN -> value != null && values.contains(value);
            case NOT_EQUALS, NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> value != null && isNumber(value) && Long.parseLong(value) > limit();
            case LESS_THAN -> value != null && isNumber(value) && Long.parseLong(value) < limit();
        };
    }

    boolean asksForOneValue() {
        return (operator == Operator.EQUALS || operator == Operator.IN) && values.size() == 1;
    }

    private long limit() {
        return Long.parseLong(values.getFirst());
    }

    static boolean isNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return switch (operator) {
            case EXISTS -> key;
            case DOES_NOT_EXIST -> operator.text + key;
            case IN, NOT_IN -> key + operator.text + "(" + String.join(",", values) + ")";
            case EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN -> key + operator.text + values.getFirst();
        };
    }
}
