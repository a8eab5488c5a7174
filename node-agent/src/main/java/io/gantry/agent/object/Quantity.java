package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An amount of a resource such as {@code 100m}, {@code 64Mi} or {@code 1e3}. */
public record Quantity(BigDecimal value) {

    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)),
            Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
            Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
            Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
            Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
            Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
            Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
            Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
            Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
            Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)));

    private static final List<String> BINARY_SUFFIXES = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final long KIBI = 1024;
    private static final long KILO = 1000;

    /**
     * Reads a quantity.
     *
     * @throws NumberFormatException when the text is no quantity
     */
    public static Quantity parse(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        BigDecimal factor = SUFFIXES.get(text.substring(end));
        return factor == null
                ? new Quantity(new BigDecimal(text))
                : new Quantity(new BigDecimal(text.substring(0, end)).multiply(factor));
    }

    /** The amount of a resource in a ResourceList; empty when it is not named. */
    public static Optional<Quantity> in(JsonNode resourceList, String resource) {
        JsonNode value = resourceList.path(resource);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(parse(value.asText()));
    }

    public static Quantity of(long amount) {
        return new Quantity(BigDecimal.valueOf(amount));
    }

    /** As upstream prints bytes: in the largest binary unit that loses nothing; below 1024 in decimal ones. */
    public static String binary(long units) {
        boolean small = Math.abs(units) < KIBI;
        long factor = small ? KILO : KIBI;
        int step = 0;
        long rest = units;
        while (rest != 0 && rest % factor == 0 && step < BINARY_SUFFIXES.size() - 1) {
            rest /= factor;
            step++;
        }
        return rest + (small && step > 0 ? "k" : BINARY_SUFFIXES.get(step));
    }

    /** The amount in whole units, rounded up: bytes for memory. */
    public long units() {
        return value.setScale(0, RoundingMode.CEILING).longValue();
    }

    /** The amount in thousandths, rounded up: millicores for CPU. */
    public long millis() {
        return value.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
    }

    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value));
    }

    public Quantity minus(Quantity other) {
        return new Quantity(value.subtract(other.value));
    }

    public Quantity max(Quantity other) {
        return value.compareTo(other.value) >= 0 ? this : other;
    }

    public boolean exceeds(Quantity other) {
        return value.compareTo(other.value) > 0;
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    /** The amount in multiples of the divisor, rounded up, as the downward API prints it. */
    public long dividedBy(Quantity divisor) {
        BigDecimal by = divisor.isZero() ? BigDecimal.ONE : divisor.value;
        return value.divide(by, 0, RoundingMode.CEILING).longValue();
    }
}
