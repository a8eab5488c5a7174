package io.gantry.cel;

/**
 * The least and the most that something may cost or be in size. Saturates: {@link #UNBOUNDED} and everything made of it stays the
 * largest number.
 */
record Range(long min, long max) {

    static final long UNBOUNDED = Long.MAX_VALUE;
    static final Range NONE = fixed(0);
    static final Range UNKNOWN = new Range(0, UNBOUNDED);

    static Range fixed(long value) {
        return new Range(value, value);
    }

    Range plus(Range other) {
        return new Range(sum(min, other.min), sum(max, other.max));
    }

    Range times(Range other) {
        return new Range(product(min, other.min), product(max, other.max));
    }

    Range times(double factor) {
        return new Range(product(min, factor), product(max, factor));
    }

    /** The smallest range that holds both. */
    Range or(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    static long sum(long a, long b) {
        return a > UNBOUNDED - b ? UNBOUNDED : a + b;
    }

    static long product(long a, long b) {
        return b != 0 && a > UNBOUNDED / b ? UNBOUNDED : a * b;
    }

    private static long product(long value, double factor) {
        double product = Math.ceil(value * factor);
        return product >= UNBOUNDED ? UNBOUNDED : (long) product;
    }
}
