package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.schema.InvalidQuantityException;
import io.gantry.schema.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads quantities and lists of them where what is no quantity is simply not there. */
public final class Amounts {

    private Amounts() {}

    public static Optional<Quantity> parse(JsonNode value) {
        if (!value.isTextual() && !value.isNumber()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Quantity.parse(value.asText()));
        } catch (InvalidQuantityException e) {
            // the schema has refused it, or will
            return Optional.empty();
        }
    }

    /** The valid quantities of a resource list, by name. */
    public static Map<String, Quantity> list(JsonNode list) {
        Map<String, Quantity> result = new LinkedHashMap<>();
        if (list.isObject()) {
            list.properties()
                    .forEach(entry -> parse(entry.getValue()).ifPresent(amount -> result.put(entry.getKey(), amount)));
        }
        return result;
    }

    /** Rounded up to thousandths, the finest that resources have. */
    public static Quantity roundedUpToMilli(Quantity amount) {
        BigDecimal rounded = amount.value().setScale(3, RoundingMode.CEILING);
        return rounded.compareTo(amount.value()) == 0 ? amount : Quantity.of(rounded, amount.format());
    }

    public static Quantity max(Quantity a, Quantity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Warns of an amount that must be whole and is not. */
    static List<String> fraction(JsonNode value, String path) {
        return parse(value)
                .filter(amount -> !isWhole(amount))
                .map(amount -> path + ": fractional byte value \"" + amount + "\" is invalid, must be an integer")
                .stream()
                .toList();
    }

    /** Whether the amount has no fraction. */
    public static boolean isWhole(Quantity amount) {
        return amount.value().stripTrailingZeros().scale() <= 0;
    }
}
