package io.gantry.object;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount with an optional suffix: {@code 100m}, {@code 1.5}, {@code 64Mi}, {@code 1e3} (API reference, Quantity). Equal
 * amounts are equal whatever their suffix.
 */
public final class Quantity implements Comparable<Quantity> {

    /** How an amount is written. */
    private enum Format {
        DECIMAL,
        BINARY,
        EXPONENT
    }

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL);

    private static final Pattern SYNTAX =
            Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))([numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d{1,3})?");
    private static final List<String> DECIMAL_SUFFIXES = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY_SUFFIXES = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    /** Where {@link #DECIMAL_SUFFIXES} has the factor 1. */
    private static final int DECIMAL_ONE = 3;

    private static final int NANO_DIGITS = 9;
    private static final int MILLI_DIGITS = 3;
    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    private final BigDecimal amount;
    private final Format format;

    private Quantity(BigDecimal amount, Format format) {
        this.amount = amount;
        this.format = format;
    }

    /** Reads a quantity; empty when the text is none. What is finer than a billionth is rounded away from zero. */
    public static Optional<Quantity> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.of(of(number, suffix));
    }

    private static Quantity of(BigDecimal number, String suffix) {
        int decimal = DECIMAL_SUFFIXES.indexOf(suffix);
        if (decimal >= 0) {
            return rounded(number.scaleByPowerOfTen(3 * (decimal - DECIMAL_ONE)), Format.DECIMAL);
        }
        int binary = BINARY_SUFFIXES.indexOf(suffix);
        if (binary > 0) {
            return rounded(number.multiply(new BigDecimal(KIBI.pow(binary))), Format.BINARY);
        }
        return rounded(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))), Format.EXPONENT);
    }

    private static Quantity rounded(BigDecimal amount, Format format) {
        return new Quantity(
                amount.scale() > NANO_DIGITS ? amount.setScale(NANO_DIGITS, RoundingMode.UP) : amount, format);
    }

    /** The exact amount, for example 0.1 for {@code 100m}. */
    public BigDecimal amount() {
        return amount;
    }

    public int signum() {
        return amount.signum();
    }

    /** Whether the amount has no fraction. */
    public boolean isWhole() {
        return amount.stripTrailingZeros().scale() <= 0;
    }

    /** The sum, in this quantity's format unless this is zero. */
    public Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount), signum() == 0 ? other.format : format);
    }

    public Quantity max(Quantity other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Rounded up to thousandths, the finest that resources have. */
    public Quantity roundedUpToMilli() {
        return amount.scale() > MILLI_DIGITS
                ? new Quantity(amount.setScale(MILLI_DIGITS, RoundingMode.CEILING), format)
                : this;
    }

    /** The canonical text: {@code 0.1} reads {@code 100m}, {@code 1024Mi} reads {@code 1Gi}. */
    @Override
    public String toString() {
        if (signum() == 0) {
            return "0";
        }
        boolean binary = format == Format.BINARY && isWhole() && amount.abs().compareTo(new BigDecimal(KIBI)) >= 0;
        return binary ? binaryText() : decimalText();
    }

    private String binaryText() {
        BigInteger number = amount.toBigIntegerExact();
        int suffix = 0;
        while (suffix < BINARY_SUFFIXES.size() - 1 && number.mod(KIBI).signum() == 0) {
            number = number.divide(KIBI);
            suffix++;
        }
        return number + BINARY_SUFFIXES.get(suffix);
    }

    private String decimalText() {
        BigDecimal stripped = amount.stripTrailingZeros();
        int thousands = Math.floorDiv(-stripped.scale(), 3);
        if (format != Format.EXPONENT) {
            thousands = Math.min(thousands, DECIMAL_SUFFIXES.size() - 1 - DECIMAL_ONE);
        }
        String number =
                stripped.scaleByPowerOfTen(-3 * thousands).toBigIntegerExact().toString();
        if (format == Format.EXPONENT) {
            return thousands == 0 ? number : number + "e" + 3 * thousands;
        }
        return number + DECIMAL_SUFFIXES.get(thousands + DECIMAL_ONE);
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }
}
