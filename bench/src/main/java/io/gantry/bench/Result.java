package io.gantry.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a run showed.
 *
 * @param seconds length of the run
 * @param done operations that succeeded (for a watch: events received)
 * @param failed operations that did not
 * @param nanos how long each took, in any order
 */
record Result(double seconds, long done, long failed, long[] nanos) {

    double rate() {
        return done / seconds;
    }

    double percentileMillis(double share) {
        if (nanos.length == 0) {
            return 0;
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%.1f | %.2f | %.2f | %d | %d",
                rate(),
                percentileMillis(0.5),
                percentileMillis(0.99),
                done,
                failed);
    }
}
