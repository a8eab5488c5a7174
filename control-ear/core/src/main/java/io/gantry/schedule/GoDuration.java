package io.gantry.schedule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as upstream's configuration writes them: {@code 1h30m}, {@code 1.5s}, {@code 300ms}. */
public final class GoDuration {

    private static final Pattern PART =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /** Empty for what is no duration, or one of more than 290 years. */
    public static Optional<Duration> parse(String text) {
        boolean negative = text.startsWith("-");
        String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
        if (unsigned.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = PART.matcher(unsigned);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (end < unsigned.length() && matcher.find(end) && matcher.start() == end) {
            nanos = nanos.add(
                    new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(NANOS.get(matcher.group(2)))));
            end = matcher.end();
        }
        boolean whole = end == unsigned.length() && end > 0;
        if (!whole || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return Optional.of(negative ? duration.negated() : duration);
    }

    /** As Go prints it: {@code 1h0m1.5s}, {@code 300ms}, {@code 0s}. */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.isZero()) {
            return "0s";
        }
        BigDecimal nanos = BigDecimal.valueOf(duration.toNanos());
        if (duration.toSeconds() == 0) {
            String unit = duration.toMillis() > 0 ? "ms" : duration.toNanos() >= NANOS.get("us") ? "µs" : "ns";
            return plain(nanos, unit) + unit;
        }
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutes() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        BigDecimal seconds = nanos.remainder(BigDecimal.valueOf(NANOS.get("m")));
        return text.append(plain(seconds, "s")).append('s').toString();
    }

    private static String plain(BigDecimal nanos, String unit) {
        BigDecimal amount = nanos.divide(BigDecimal.valueOf(NANOS.get(unit)));
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
