package io.gantry.resource.table;

import java.time.Duration;
import java.time.Instant;

/** Ages as kubectl shows them: two or three significant figures (apimachinery {@code duration.HumanDuration}). */
public final class HumanDuration {

    private static final int DAYS_A_YEAR = 365;

    private HumanDuration() {}

    /** The time since a timestamp; {@code <unknown>} when there is none. */
    public static String since(String timestamp, Instant now) {
        return timestamp.isEmpty() ? "<unknown>" : of(Duration.between(Instant.parse(timestamp), now));
    }

    /** For example {@code 5s}, {@code 3m20s}, {@code 2d4h}. A second of clock skew reads as now, more is invalid. */
    public static String of(Duration duration) {
        long seconds = duration.toMillis() / 1000;
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(0, seconds) + "s";
        }
        long minutes = duration.toMinutes();
        if (minutes < 10) {
            return join(minutes, "m", seconds % 60, "s");
        }
        return minutes < 180 ? minutes + "m" : ofHours(duration.toHours(), minutes % 60);
    }

    private static String ofHours(long hours, long minutes) {
        if (hours < 8) {
            return join(hours, "h", minutes, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (hours < 192) {
            return join(days, "d", hours % 24, "h");
        }
        if (days < 2 * DAYS_A_YEAR) {
            return days + "d";
        }
        long years = days / DAYS_A_YEAR;
        return years < 8 ? join(years, "y", days % DAYS_A_YEAR, "d") : years + "y";
    }

    private static String join(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
