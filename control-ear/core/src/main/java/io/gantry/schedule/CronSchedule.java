package io.gantry.schedule;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A CronJob's schedule: five parts (minute, hour, day of month, month, day of week), a name such as {@code @daily}, or
 * {@code @every 1h30m} (https://en.wikipedia.org/wiki/Cron).
 */
public sealed interface CronSchedule {

    /** The first time strictly after the given one, in its zone; empty when there is none within five years. */
    Optional<ZonedDateTime> next(ZonedDateTime after);

    /** Reads a schedule without a time zone of its own. */
    static CronSchedule parse(String text) throws InvalidScheduleException {
        if (text.isEmpty()) {
            throw new InvalidScheduleException("empty spec string");
        }
        if (text.startsWith("@")) {
            return named(text);
        }
        String trimmed = text.strip();
        String[] parts = trimmed.isEmpty() ? new String[0] : trimmed.split("\\s+");
        if (parts.length != 5) {
            throw new InvalidScheduleException("expected exactly 5 fields, found " + parts.length + ": ["
                    + String.join(" ", Arrays.asList(parts)) + "]");
        }
        return new Calendar(
                CronField.parse(parts[0], CronField.Bounds.MINUTE),
                CronField.parse(parts[1], CronField.Bounds.HOUR),
                CronField.parse(parts[2], CronField.Bounds.DAY),
                CronField.parse(parts[3], CronField.Bounds.MONTH),
                CronField.parse(parts[4], CronField.Bounds.WEEKDAY));
    }

    private static CronSchedule named(String text) throws InvalidScheduleException {
        String parts = Calendar.NAMED.get(text);
        if (parts != null) {
            return parse(parts);
        }
        if (text.startsWith(Every.PREFIX)) {
            String duration = text.substring(Every.PREFIX.length());
            return new Every(GoDuration.parse(duration)
                    .orElseThrow(() -> new InvalidScheduleException(
                            "failed to parse duration " + text + ": time: invalid duration \"" + duration + "\"")));
        }
        throw new InvalidScheduleException("unrecognized descriptor: " + text);
    }

    /** A fixed time after the last run, in whole seconds and at least one. */
    record Every(Duration period) implements CronSchedule {

        private static final String PREFIX = "@every ";

        @Override
        public Optional<ZonedDateTime> next(ZonedDateTime after) {
            long seconds = Math.max(1, period.toSeconds());
            return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds));
        }
    }

    /** Minutes of the calendar. */
    record Calendar(CronField minute, CronField hour, CronField day, CronField month, CronField weekday)
            implements CronSchedule {

        private static final Map<String, String> NAMED = Map.of(
                "@yearly", "0 0 1 1 *",
                "@annually", "0 0 1 1 *",
                "@monthly", "0 0 1 * *",
                "@weekly", "0 0 * * 0",
                "@daily", "0 0 * * *",
                "@midnight", "0 0 * * *",
                "@hourly", "0 * * * *");
        private static final int YEARS = 5;

        @Override
        public Optional<ZonedDateTime> next(ZonedDateTime after) {
            ZonedDateTime time = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            ZonedDateTime limit = time.plusYears(YEARS);
            while (time.isBefore(limit)) {
                if (!month.allows(time.getMonthValue())) {
                    time = time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).plusMonths(1);
                } else if (!isDay(time)) {
                    time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
                } else if (!hour.allows(time.getHour())) {
                    time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                } else if (!minute.allows(time.getMinute())) {
                    time = time.plusMinutes(1);
                } else {
                    return Optional.of(time);
                }
            }
            return Optional.empty();
        }

        /** Of day of month and day of week both must fit, unless both are given: then either does. */
        private boolean isDay(ZonedDateTime time) {
            boolean byDay = day.allows(time.getDayOfMonth());
            boolean byWeekday = weekday.allows(time.getDayOfWeek().getValue() % 7);
            return day.any() || weekday.any() ? byDay && byWeekday : byDay || byWeekday;
        }
    }
}
