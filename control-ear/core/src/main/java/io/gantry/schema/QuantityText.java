package io.gantry.schema;

import io.gantry.schema.Quantity.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The written form of a {@link Quantity}, by the rules of upstream's {@code resource.Quantity}.
 *
 * @param canonical whether upstream keeps the text as it was written
 */
record QuantityText(BigDecimal value, Format format, boolean canonical) {

    /** Possessive, so that a long text that does not match is not tried in every way. */
    private static final Pattern SHAPE =
            Pattern.compile("([+-]?)([0-9]*+)(?:\\.([0-9]*+))?([eEinumkKMGTP]*+)([-+]?[0-9]*+)");

    /** More digits cannot be meant, and would cost time. */
    private static final int MAX_LENGTH = 1000;

    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    /** Exponents beyond this cannot be meant, and would cost memory. */
    private static final int MAX_EXPONENT = 100;

    /** Digits that upstream handles without its big decimals; only such texts are kept as they are. */
    private static final int FAST_DIGITS = 18;

    private static final int NANO = 9;

    static QuantityText parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !matcher.matches()) {
            throw new InvalidQuantityException(InvalidQuantityException.FORMAT);
        }
        String whole = matcher.group(2);
        String fraction = matcher.group(3) == null ? "" : matcher.group(3);
        Suffix suffix = Suffix.parse(matcher.group(4), matcher.group(5));
        if (whole.isEmpty() && fraction.isEmpty() && !zeroLike(text)) {
            throw new InvalidQuantityException(InvalidQuantityException.NUMERIC);
        }
        BigDecimal amount = new BigDecimal("0" + whole + "." + fraction + "0");
        BigDecimal scaled = suffix.scale(amount);
        boolean keep = suffix.keeps(withoutLeadingZeros(whole), fraction);
        return new QuantityText(
                matcher.group(1).equals("-") ? bounded(scaled, suffix).negate() : bounded(scaled, suffix),
                formatOf(scaled, suffix),
                keep);
    }

    private static String withoutLeadingZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return digits.substring(zeros);
    }

    /** Upstream reads a lone sign as zero. */
    private static boolean zeroLike(String text) {
        return text.equals("+") || text.equals("-");
    }

    /** Finer than a billionth is rounded up, and binary amounts are capped. */
    private static BigDecimal bounded(BigDecimal amount, Suffix suffix) {
        BigDecimal rounded = amount.scale() > NANO ? amount.setScale(NANO, RoundingMode.UP) : amount;
        return suffix.format() == Format.BINARY_SI && rounded.compareTo(MAX_BINARY) > 0 ? MAX_BINARY : rounded;
    }

    private static Format formatOf(BigDecimal amount, Suffix suffix) {
        boolean fractional = amount.signum() > 0 && amount.compareTo(BigDecimal.ONE) < 0;
        return suffix.format() == Format.BINARY_SI && fractional ? Format.DECIMAL_SI : suffix.format();
    }

    /** No digit lost, no fraction, the largest suffix. */
    static String canonical(BigDecimal value, Format format) {
        if (value.signum() == 0) {
            return "0";
        }
        boolean binary = format == Format.BINARY_SI
                && value.abs().compareTo(KIBI) >= 0
                && value.stripTrailingZeros().scale() <= 0;
        return binary ? binary(value.toBigIntegerExact()) : decimal(value, format);
    }

    private static String binary(BigInteger value) {
        int power = 0;
        BigInteger mantissa = value;
        while (power < BINARY.size() - 1 && mantissa.getLowestSetBit() >= 10) {
            mantissa = mantissa.shiftRight(10);
            power++;
        }
        return mantissa + BINARY.get(power);
    }

    /** 1200 = 12 * 10^2 is written 1200, since exponents are multiples of three. */
    private static String decimal(BigDecimal value, Format format) {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        if (format != Format.DECIMAL_EXPONENT) {
            exponent = Math.min(exponent, 18);
        }
        BigInteger mantissa = stripped.movePointLeft(exponent).toBigIntegerExact();
        if (format == Format.DECIMAL_EXPONENT) {
            return mantissa + (exponent == 0 ? "" : "e" + exponent);
        }
        return mantissa + DECIMAL.get(exponent / 3 + 3);
    }

    /** What follows the number. */
    private record Suffix(Format format, int exponent) {

        static Suffix parse(String letters, String digits) {
            if (digits.isEmpty() && DECIMAL.contains(letters)) {
                return new Suffix(Format.DECIMAL_SI, (DECIMAL.indexOf(letters) - 3) * 3);
            }
            if (digits.isEmpty() && BINARY.contains(letters)) {
                return new Suffix(Format.BINARY_SI, BINARY.indexOf(letters) * 10);
            }
            if (letters.equalsIgnoreCase("e") && digits.matches("[-+]?[0-9]{1,9}")) {
                return new Suffix(Format.DECIMAL_EXPONENT, bounded(Integer.parseInt(digits)));
            }
            throw new InvalidQuantityException(InvalidQuantityException.SUFFIX);
        }

        private static int bounded(int exponent) {
            if (Math.abs(exponent) > MAX_EXPONENT) {
                throw new InvalidQuantityException(InvalidQuantityException.NUMERIC);
            }
            return exponent;
        }

        BigDecimal scale(BigDecimal amount) {
            return format == Format.BINARY_SI
                    ? amount.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(exponent)))
                    : amount.movePointRight(exponent);
        }

        /**
         * Upstream keeps a text that its fast path finds canonical enough, for example {@code 1.500} or {@code 100Mi}, and rewrites
         * others, for example {@code 1.5} and {@code 1024Mi}.
         */
        boolean keeps(String whole, String fraction) {
            String digits = (whole.isEmpty() ? "0" : whole) + fraction;
            if (format == Format.BINARY_SI) {
                int precision = 15 - digits.length() - (int) (exponent * 3 / 10f) - 1;
                return fraction.isEmpty() && precision >= 0 && (Long.parseLong(digits) & 7) != 0;
            }
            int scale = exponent - fraction.length();
            return digits.length() <= FAST_DIGITS
                    && scale >= -NANO
                    && scale % 3 == 0
                    && !digits.endsWith("000")
                    && digits.charAt(0) != '0';
        }
    }
}
