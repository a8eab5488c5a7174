package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;

/** A count that may be written as a share of a whole (util/intstr IntOrString). */
public final class IntOrPercent {

    private IntOrPercent() {}

    /** {@code 3} is 3; {@code "25%"} of 10 is 3 rounded up; anything absent or malformed is 0. */
    public static int roundedUp(JsonNode value, int whole) {
        return isPercent(value)
                ? Math.clamp(Math.ceilDiv(percent(value) * whole, 100L), 0, Integer.MAX_VALUE)
                : value.asInt(0);
    }

    /** {@code 3} is 3; {@code "25%"} of 10 is 2 rounded down; anything absent or malformed is 0. */
    public static int roundedDown(JsonNode value, int whole) {
        return isPercent(value)
                ? Math.clamp(Math.floorDiv(percent(value) * whole, 100L), 0, Integer.MAX_VALUE)
                : value.asInt(0);
    }

    private static boolean isPercent(JsonNode value) {
        return value.isTextual() && value.asText().matches("[0-9]{1,9}%");
    }

    private static long percent(JsonNode value) {
        String text = value.asText();
        return Long.parseLong(text.substring(0, text.length() - 1));
    }
}
