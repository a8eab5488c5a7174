package io.gantry.resource.allocation;

import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * Picks a free place in a range at random, the upper part first: the lower part, the static band, is kept for those who choose
 * their own (KEP-3070, KEP-3668).
 *
 * @param band size of the static band
 * @param size size of the whole range
 */
record StaticBand(long band, long size) {

    /** The band of a range: a part of it, but neither too small nor too large; none in a range too small to divide. */
    static StaticBand of(long available, long spanned, int minimum, int maximum, int step) {
        long band = spanned <= minimum ? 0 : Math.clamp(spanned / step, minimum, maximum);
        return new StaticBand(Math.min(band, available), available);
    }

    /** A free offset; empty when the range is full. */
    OptionalLong pick(RandomGenerator random, LongPredicate isFree) {
        OptionalLong dynamic = pick(band, size, random, isFree);
        return dynamic.isPresent() ? dynamic : pick(0, band, random, isFree);
    }

    /** Tries every offset once, from a random one on. */
    private static OptionalLong pick(long from, long to, RandomGenerator random, LongPredicate isFree) {
        long count = to - from;
        if (count <= 0) {
            return OptionalLong.empty();
        }
        long start = random.nextLong(count);
        for (long i = 0; i < count; i++) {
            long offset = from + (start + i) % count;
            if (isFree.test(offset)) {
                return OptionalLong.of(offset);
            }
        }
        return OptionalLong.empty();
    }
}
