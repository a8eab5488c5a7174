package io.gantry.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One of the five parts of a schedule: the values it allows.
 *
 * @param values the allowed values
 * @param any whether it was written as a star, which matters where day of month and day of week meet
 */
record CronField(BitSet values, boolean any) {

    /** What a part may hold. */
    record Bounds(int min, int max, List<String> names) {

        static final Bounds MINUTE = new Bounds(0, 59, List.of());
        static final Bounds HOUR = new Bounds(0, 23, List.of());
        static final Bounds DAY = new Bounds(1, 31, List.of());
        static final Bounds MONTH = new Bounds(
                1, 12, List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
        static final Bounds WEEKDAY = new Bounds(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));
    }

    boolean allows(int value) {
        return values.get(value);
    }

    /** Reads a comma-separated list of {@code *}, {@code n}, {@code n-m}, each with an optional {@code /step}. */
    static CronField parse(String text, Bounds bounds) throws InvalidScheduleException {
        BitSet values = new BitSet();
        boolean any = false;
        for (String range : text.split(",")) {
            if (!range.isEmpty()) {
                any |= addRange(range, bounds, values);
            }
        }
        return new CronField(values, any);
    }

    private static boolean addRange(String text, Bounds bounds, BitSet values) throws InvalidScheduleException {
        String[] rangeAndStep = text.split("/", -1);
        String[] ends = rangeAndStep[0].split("-", -1);
        boolean star = ends[0].equals("*") || ends[0].equals("?");
        int start = star ? bounds.min() : number(ends[0], bounds);
        int end = star ? bounds.max() : end(text, ends, start, bounds);
        int step = 1;
        if (rangeAndStep.length > 2) {
            throw new InvalidScheduleException("too many slashes: " + text);
        }
        if (rangeAndStep.length == 2) {
            step = number(rangeAndStep[1]);
            end = ends.length == 1 ? bounds.max() : end;
        }
        check(text, start, end, step, bounds);
        for (int value = start; value <= end; value += step) {
            values.set(value);
        }
        return star && step == 1;
    }

    private static int end(String text, String[] ends, int start, Bounds bounds) throws InvalidScheduleException {
        return switch (ends.length) {
            case 1 -> start;
            case 2 -> number(ends[1], bounds);
            default -> throw new InvalidScheduleException("too many hyphens: " + text);
        };
    }

    private static void check(String text, int start, int end, int step, Bounds bounds)
            throws InvalidScheduleException {
        if (start < bounds.min()) {
            throw new InvalidScheduleException(
                    "beginning of range (" + start + ") below minimum (" + bounds.min() + "): " + text);
        }
        if (end > bounds.max()) {
            throw new InvalidScheduleException(
                    "end of range (" + end + ") above maximum (" + bounds.max() + "): " + text);
        }
        if (start > end) {
            throw new InvalidScheduleException(
                    "beginning of range (" + start + ") beyond end of range (" + end + "): " + text);
        }
        if (step == 0) {
            throw new InvalidScheduleException("step of range should be a positive number: " + text);
        }
    }

    private static int number(String text, Bounds bounds) throws InvalidScheduleException {
        int named = text.isEmpty() ? -1 : bounds.names().indexOf(text.toLowerCase(Locale.ROOT));
        return named >= 0 ? named : number(text);
    }

    private static int number(String text) throws InvalidScheduleException {
        if (!text.matches("[+-]?\\d{1,9}")) {
            String why = text.matches("[+-]?\\d+") ? "value out of range" : "invalid syntax";
            throw new InvalidScheduleException(
                    "failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text + "\": " + why);
        }
        int number = Integer.parseInt(text);
        if (number < 0) {
            throw new InvalidScheduleException("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }
}
