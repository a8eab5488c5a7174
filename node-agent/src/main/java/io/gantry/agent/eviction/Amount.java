package io.gantry.agent.eviction;

import io.gantry.agent.object.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How much of something, absolutely or as a part of all of it. */
public sealed interface Amount {

    /** Bytes, or a number. */
    record Absolute(long units) implements Amount {}

    /** For example 10 for a tenth. */
    record Percent(BigDecimal percent) implements Amount {}

    /** In units, rounded down. */
    default long of(long capacity) {
        return switch (this) {
            case Absolute absolute -> absolute.units();
            case Percent part ->
                BigDecimal.valueOf(capacity)
                        .multiply(part.percent())
                        .movePointLeft(2)
                        .setScale(0, RoundingMode.DOWN)
                        .longValue();
        };
    }

    /**
     * Reads {@code 100Mi} or {@code 10%}.
     *
     * @throws IllegalArgumentException for anything else, and for what is negative or more than all
     */
    static Amount parse(String text) {
        try {
            if (text.endsWith("%")) {
                BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
                require(percent.signum() >= 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0, text);
                return new Percent(percent);
            }
            long units = Quantity.parse(text).units();
            require(units >= 0, text);
            return new Absolute(units);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is neither a quantity nor a percentage", e);
        }
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new IllegalArgumentException("eviction percentage threshold must be between 0 and 100%: " + text);
        }
    }
}
