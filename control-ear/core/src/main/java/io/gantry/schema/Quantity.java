package io.gantry.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact amount with a suffix, such as {@code 100m} CPU or {@code 1.5Gi} memory
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/). Equality is by value: {@code 1} equals
 * {@code 1000m}.
 */
public final class Quantity implements Comparable<Quantity> {

    /** Nothing. */
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI, "0");

    /** How a quantity is written. */
    public enum Format {
        /** {@code 12e6}. */
        DECIMAL_EXPONENT,
        /** {@code 12Mi}. */
        BINARY_SI,
        /** {@code 12M}. */
        DECIMAL_SI
    }

    private static final RecentTexts<Quantity> RECENT = new RecentTexts<>(16, Quantity::read);

    private final BigDecimal value;
    private final Format format;
    private final String text;

    private Quantity(BigDecimal value, Format format, String text) {
        this.value = value;
        this.format = format;
        this.text = text;
    }

    /**
     * Reads a quantity.
     *
     * @throws InvalidQuantityException with upstream's words
     */
    public static Quantity parse(String text) {
        return text.equals("0") ? ZERO : RECENT.get(text);
    }

    private static Quantity read(String text) {
        QuantityText parts = QuantityText.parse(text);
        if (parts.canonical()) {
            return new Quantity(parts.value(), parts.format(), text);
        }
        return of(parts.value(), parts.format());
    }

    /** A quantity made by calculation; written in the given format where that is exact. */
    public static Quantity of(BigDecimal value, Format format) {
        return new Quantity(value, format, QuantityText.canonical(value, format));
    }

    public static Quantity ofMilli(long milli) {
        return of(BigDecimal.valueOf(milli, 3), Format.DECIMAL_SI);
    }

    /** The exact amount. */
    public BigDecimal value() {
        return value;
    }

    /** The amount as a whole number, rounded away from zero; bytes of memory, for example. Capped at the range of a long. */
    public long longValue() {
        return capped(value);
    }

    /** Thousandths, rounded away from zero: CPU in millicores. Capped at the range of a long. */
    public long milliValue() {
        return capped(value.movePointRight(3));
    }

    private static long capped(BigDecimal amount) {
        BigInteger whole = amount.setScale(0, RoundingMode.UP).toBigInteger();
        if (whole.bitLength() > 63) {
            return whole.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return whole.longValue();
    }

    /** The sum, in this quantity's format (in the other's when this is zero). */
    public Quantity plus(Quantity other) {
        return of(value.add(other.value), value.signum() == 0 ? other.format : format);
    }

    /** The difference, in this quantity's format (in the other's when this is zero). */
    public Quantity minus(Quantity other) {
        return of(value.subtract(other.value), value.signum() == 0 ? other.format : format);
    }

    public Format format() {
        return format;
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    /** The canonical form, for example {@code 100m} for 0.1. */
    @Override
    public String toString() {
        return text;
    }
}
