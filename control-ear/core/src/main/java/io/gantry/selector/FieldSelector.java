package io.gantry.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Selects by field values ({@code spec.nodeName=a,status.phase!=Running}); all terms must hold. */
public record FieldSelector(List<Term> terms) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /**
     * One condition.
     *
     * @param equal whether the value must be equal or different
     */
    public record Term(String field, boolean equal, String value) {

        private boolean matches(String actual) {
            return actual.equals(value) == equal;
        }

        @Override
        public String toString() {
            String escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
            return field + (equal ? "=" : "!=") + escaped;
        }
    }

    /** Reads the text form. Throws {@link InvalidSelectorException}. */
    public static FieldSelector parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String part : split(text)) {
            if (!part.isEmpty()) {
                terms.add(term(text, part));
            }
        }
        return new FieldSelector(List.copyOf(terms));
    }

    /**
     * Whether an object matches.
     *
     * @param values gives the value of a field as text, empty when the object leaves it out
     */
    public boolean matches(UnaryOperator<String> values) {
        for (Term term : terms) {
            if (!term.matches(values.apply(term.field()))) {
                return false;
            }
        }
        return true;
    }

    /** The one value that a field must have, if there is such a term. */
    public Optional<String> required(String field) {
        return terms.stream()
                .filter(term -> term.equal() && term.field().equals(field))
                .map(Term::value)
                .findFirst();
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }

    /** Cuts at commas that no backslash escapes. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case ',' -> {
                    parts.add(text.substring(start, i));
                    start = i + 1;
                }
                default -> {}
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Term term(String text, String part) {
        int sign = part.indexOf('=');
        if (sign < 0) {
            throw new InvalidSelectorException("invalid selector: '" + text + "'; can't understand '" + part + "'");
        }
        boolean different = sign > 0 && part.charAt(sign - 1) == '!';
        boolean doubled = !different && part.startsWith("==", sign);
        String field = part.substring(0, different ? sign - 1 : sign);
        return new Term(field, !different, unescaped(part.substring(sign + (doubled ? 2 : 1))));
    }

    private static String unescaped(String value) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    throw new InvalidSelectorException("invalid field selector: invalid escape sequence: \\"
                            + (i == value.length() ? "" : value.charAt(i)));
                }
                c = value.charAt(i);
            } else if (c == ',' || c == '=') {
                throw new InvalidSelectorException("invalid field selector: unescaped character in value: " + (int) c);
            }
            result.append(c);
        }
        return result.toString();
    }
}
