package io.gantry.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants as the API reads and writes them: seconds (meta/v1 Time) or exactly six digits of fraction (meta/v1 MicroTime). */
final class Rfc3339 {

    private static final String SECONDS_LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final String MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";
    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The elements in order, with the layout's name of each, which upstream quotes when it cannot read it. */
    private static final String[][] ELEMENTS = {
        {"\\d{4}", "2006"},
        {"-", "-"},
        {"\\d{2}", "01"},
        {"-", "-"},
        {"\\d{2}", "02"},
        {"T", "T"},
        {"\\d{2}", "15"},
        {":", ":"},
        {"\\d{2}", "04"},
        {":", ":"},
        {"\\d{2}", "05"},
        {"[.,]\\d+", ".000000"},
        {"Z|[+-]\\d{2}:\\d{2}", "Z07:00"}
    };

    private static final int FRACTION = 11;

    private Rfc3339() {}

    /** What is wrong with a text, in upstream's words; empty when it is an instant. */
    static Optional<String> problem(String text, boolean micro) {
        String layout = micro ? MICRO_LAYOUT : SECONDS_LAYOUT;
        String start = "parsing time " + GoTypes.quoted(text);
        int at = 0;
        for (int i = 0; i < ELEMENTS.length; i++) {
            String shape = i == FRACTION ? (micro ? "[.,]\\d{6}(?!\\d)" : "([.,]\\d+)?") : ELEMENTS[i][0];
            Matcher matcher = Pattern.compile(shape).matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                return Optional.of(start + " as \"" + layout + "\": cannot parse " + GoTypes.quoted(text.substring(at))
                        + " as \"" + ELEMENTS[i][1] + "\"");
            }
            at = matcher.end();
        }
        if (at < text.length()) {
            return Optional.of(start + ": extra text: " + GoTypes.quoted(text.substring(at)));
        }
        return outOfRange(text).map(what -> start + ": " + what + " out of range");
    }

    private static Optional<String> outOfRange(String text) {
        int month = number(text, 5);
        int day = number(text, 8);
        if (month < 1 || month > 12) {
            return Optional.of("month");
        }
        if (number(text, 11) > 23) {
            return Optional.of("hour");
        }
        if (number(text, 14) > 59) {
            return Optional.of("minute");
        }
        if (number(text, 17) > 59) {
            return Optional.of("second");
        }
        int days = YearMonth.of(Integer.parseInt(text.substring(0, 4)), month).lengthOfMonth();
        return day < 1 || day > days ? Optional.of("day") : Optional.empty();
    }

    private static int number(String text, int at) {
        return Integer.parseInt(text.substring(at, at + 2));
    }

    /** The form in which an instant is stored; texts that are none are returned as they are. */
    static String canonical(String text, boolean micro) {
        try {
            Instant instant = OffsetDateTime.parse(text.replace(',', '.')).toInstant();
            return micro
                    ? MICRO.format(instant)
                    : instant.truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException notAnInstant) {
            return text;
        }
    }
}
