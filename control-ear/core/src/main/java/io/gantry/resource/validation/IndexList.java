package io.gantry.resource.validation;

import java.util.ArrayList;
import java.util.List;

/** Completion indexes of a job in text: {@code 1,3-5,7}, in rising order. */
sealed interface IndexList {

    /** One or more indexes in a row. */
    record Interval(long first, long last) {}

    record Valid(List<Interval> intervals) implements IndexList {

        long count() {
            return intervals.stream().mapToLong(i -> i.last() - i.first() + 1).sum();
        }
    }

    /**
     * No such list.
     *
     * @param why in upstream's words
     */
    record Broken(String why) implements IndexList {}

    /** Reads indexes below a number of completions. */
    static IndexList parse(String text, long completions) {
        List<Interval> intervals = new ArrayList<>();
        if (text.isEmpty()) {
            return new Valid(intervals);
        }
        long last = -1;
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                return new Broken(
                        "the fragment \"" + part
                                + "\" violates the requirement that an index interval can have at most two parts separated by '-'");
            }
            for (String end : ends) {
                if (!end.matches("\\+?\\d{1,9}")) {
                    return new Broken("cannot convert string to integer for index: \"" + end + "\"");
                }
                if (Long.parseLong(end) >= completions) {
                    return new Broken("too large index: \"" + end + "\"");
                }
            }
            long first = Long.parseLong(ends[0]);
            long end = Long.parseLong(ends[ends.length - 1]);
            if (ends.length == 2 && first >= end) {
                return new Broken(falling(first, end));
            }
            if (last >= first) {
                return new Broken(falling(last, first));
            }
            intervals.add(new Interval(first, end));
            last = end;
        }
        return new Valid(intervals);
    }

    private static String falling(long previous, long current) {
        return "non-increasing order, previous: " + previous + ", current: " + current;
    }
}
