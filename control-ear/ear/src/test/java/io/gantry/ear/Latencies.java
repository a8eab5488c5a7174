package io.gantry.ear;

import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long things took. */
final class Latencies {

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long taken) {
        nanos.add(taken);
    }

    int count() {
        return nanos.size();
    }

    double percentileMillis(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }

    @Override
    public String toString() {
        double[] shares = {0.5, 0.9, 0.99, 1};
        return Arrays.stream(shares)
                .mapToObj(share -> String.format(Locale.ROOT, "p%.0f %.1f ms", share * 100, percentileMillis(share)))
                .reduce("n " + count(), (text, next) -> text + ", " + next);
    }
}
