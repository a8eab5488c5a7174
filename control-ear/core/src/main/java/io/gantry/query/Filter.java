package io.gantry.query;

import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Locale;

/**
 * One condition: {@code status.phase=Running}, {@code !=}, {@code >}, {@code >=}, {@code <}, {@code <=}, {@code metadata.name~web}
 * (contains, in any case), or a path alone: has a value.
 */
record Filter(ValuePath path, Sign sign, Value wanted) {

    enum Sign {
        NOT_EQUAL("!="),
        AT_LEAST(">="),
        AT_MOST("<="),
        EQUAL("="),
        ABOVE(">"),
        BELOW("<"),
        CONTAINS("~"),
        EXISTS("");

        private final String text;

        Sign(String text) {
            this.text = text;
        }
    }

    /** Throws BadRequest. */
    static Filter parse(String text) {
        int at = signOutsideBrackets(text);
        if (at < 0) {
            return new Filter(ValuePath.parse(text.strip()), Sign.EXISTS, Value.of(""));
        }
        Sign sign = List.of(Sign.values()).stream()
                .filter(each -> each != Sign.EXISTS && text.startsWith(each.text, at))
                .findFirst()
                .orElseThrow(() -> StatusException.badRequest("not a filter: " + Quoted.of(text)));
        return new Filter(
                ValuePath.parse(text.substring(0, at).strip()),
                sign,
                Value.of(text.substring(at + sign.text.length()).strip()));
    }

    private static int signOutsideBrackets(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0 && "!=<>~".indexOf(c) >= 0) {
                return i;
            }
        }
        return -1;
    }

    boolean holds(Value value) {
        return switch (sign) {
            case EXISTS -> !value.isMissing();
            case EQUAL -> isSame(value);
            case NOT_EQUAL -> !isSame(value);
            case ABOVE -> isOfSameForm(value) && value.compareTo(wanted) > 0;
            case AT_LEAST -> isOfSameForm(value) && value.compareTo(wanted) >= 0;
            case BELOW -> isOfSameForm(value) && value.compareTo(wanted) < 0;
            case AT_MOST -> isOfSameForm(value) && value.compareTo(wanted) <= 0;
            case CONTAINS -> lower(value.text()).contains(lower(wanted.text()));
        };
    }

    private boolean isOfSameForm(Value value) {
        return value.form() == wanted.form();
    }

    /** Amounts may be written in several ways: {@code 1} and {@code 1000m}. */
    private boolean isSame(Value value) {
        return value.form() == Value.Form.NUMBER && wanted.form() == Value.Form.NUMBER
                ? value.amount() == wanted.amount()
                : value.text().equals(wanted.text());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
