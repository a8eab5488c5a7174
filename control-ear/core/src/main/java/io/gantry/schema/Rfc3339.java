package io.gantry.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Instants as the API reads and writes them: seconds (meta/v1 Time) or exactly six digits of fraction (meta/v1 MicroTime). */
final class Rfc3339 {

    private static final String SECONDS_LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final String MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";
    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** How seconds are stored; a zero stands for any digit. */
    private static final String STORED_SECONDS = "0000-00-00T00:00:00Z";

    /**
     * One element of a text.
     *
     * @param layout the layout's name of it, which upstream quotes when it cannot read it
     */
    private record Element(Pattern shape, String layout) {
        static Element of(String shape, String layout) {
            return new Element(Pattern.compile(shape), layout);
        }
    }

    private static final List<Element> UP_TO_SECONDS = List.of(
            Element.of("\\d{4}", "2006"),
            Element.of("-", "-"),
            Element.of("\\d{2}", "01"),
            Element.of("-", "-"),
            Element.of("\\d{2}", "02"),
            Element.of("T", "T"),
            Element.of("\\d{2}", "15"),
            Element.of(":", ":"),
            Element.of("\\d{2}", "04"),
            Element.of(":", ":"),
            Element.of("\\d{2}", "05"));
    private static final Element ZONE = Element.of("Z|[+-]\\d{2}:\\d{2}", "Z07:00");
    private static final List<Element> SECONDS = layout(UP_TO_SECONDS, Element.of("([.,]\\d+)?", ".000000"), ZONE);
    private static final List<Element> MICROS = layout(UP_TO_SECONDS, Element.of("[.,]\\d{6}(?!\\d)", ".000000"), ZONE);

    private Rfc3339() {}

    private static List<Element> layout(List<Element> first, Element... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    /** What is wrong with a text, in upstream's words; empty when it is an instant. */
    static Optional<String> problem(String text, boolean micro) {
        String layout = micro ? MICRO_LAYOUT : SECONDS_LAYOUT;
        String start = "parsing time " + GoTypes.quoted(text);
        int at = 0;
        for (Element element : micro ? MICROS : SECONDS) {
            Matcher matcher = element.shape().matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                return Optional.of(start + " as \"" + layout + "\": cannot parse " + GoTypes.quoted(text.substring(at))
                        + " as \"" + element.layout() + "\"");
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
        if (!micro && isStoredForm(text)) {
            return text; // as nearly all texts are
        }
        try {
            Instant instant = OffsetDateTime.parse(text.replace(',', '.')).toInstant();
            return micro
                    ? MICRO.format(instant)
                    : instant.truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException notAnInstant) {
            return text;
        }
    }

    private static boolean isStoredForm(String text) {
        if (text.length() != STORED_SECONDS.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char expected = STORED_SECONDS.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }
}
