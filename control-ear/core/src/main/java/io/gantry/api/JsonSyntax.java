package io.gantry.api;

import io.gantry.status.Quoted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells where a text stops being JSON, in the words of Go's encoding/json, which users know from Kubernetes. Asked only of texts that could
 * not be read.
 */
final class JsonSyntax {

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int HEX_DIGITS = 4;

    /** What may come next. */
    private enum Expected {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COMMA_OR_END
    }

    private final byte[] text;
    private int at;

    /** The closing brackets of what is open. */
    private final Deque<Character> open = new ArrayDeque<>();

    private JsonSyntax(byte[] text) {
        this.text = text;
    }

    /** For example {@code invalid character 'x' looking for beginning of value}; empty when the text is JSON. */
    static Optional<String> error(byte[] text) {
        try {
            new JsonSyntax(text).document();
            return Optional.empty();
        } catch (MalformedBodyException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void document() throws MalformedBodyException {
        Expected next = Expected.VALUE;
        while (next != Expected.COMMA_OR_END || !open.isEmpty()) {
            skipSpace();
            next = take(next, current());
        }
        skipSpace();
        if (at < text.length) {
            throw invalid("after top-level value");
        }
    }

    private Expected take(Expected expected, char first) throws MalformedBodyException {
        return switch (expected) {
            case VALUE -> value(first);
            case VALUE_OR_END -> first == ']' ? close() : value(first);
            case KEY -> key(first);
            case KEY_OR_END -> first == '}' ? close() : key(first);
            case COMMA_OR_END -> afterValue(first);
        };
    }

    private Expected value(char first) throws MalformedBodyException {
        switch (first) {
            case '{' -> {
                return open('}', Expected.KEY_OR_END);
            }
            case '[' -> {
                return open(']', Expected.VALUE_OR_END);
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number(first);
        }
        return Expected.COMMA_OR_END;
    }

    private Expected open(char end, Expected next) {
        open.push(end);
        at++;
        return next;
    }

    private Expected close() {
        open.pop();
        at++;
        return Expected.COMMA_OR_END;
    }

    private Expected key(char first) throws MalformedBodyException {
        if (first != '"') {
            throw invalid("looking for beginning of object key string");
        }
        string();
        skipSpace();
        if (current() != ':') {
            throw invalid("after object key");
        }
        at++;
        return Expected.VALUE;
    }

    private Expected afterValue(char first) throws MalformedBodyException {
        boolean inObject = open.element() == '}';
        if (first == open.element()) {
            return close();
        }
        if (first != ',') {
            throw invalid(inObject ? "after object key:value pair" : "after array element");
        }
        at++;
        return inObject ? Expected.KEY : Expected.VALUE;
    }

    private void string() throws MalformedBodyException {
        at++;
        while (current() != '"') {
            if (current() < FIRST_PRINTABLE) {
                throw invalid("in string literal");
            }
            if (current() == '\\') {
                escape();
            } else {
                at++;
            }
        }
        at++;
    }

    private void escape() throws MalformedBodyException {
        at++;
        if (current() == 'u') {
            at++;
            for (int i = 0; i < HEX_DIGITS; i++, at++) {
                if (Character.digit(current(), 16) < 0) {
                    throw invalid("in \\u hexadecimal character escape");
                }
            }
        } else if ("bfnrt\\/\"".indexOf(current()) >= 0) {
            at++;
        } else {
            throw invalid("in string escape code");
        }
    }

    private void literal(String word) throws MalformedBodyException {
        at++;
        for (int i = 1; i < word.length(); i++, at++) {
            if (current() != word.charAt(i)) {
                throw invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
    }

    private void number(char first) throws MalformedBodyException {
        if (first == '-') {
            at++;
            requireDigit("in numeric literal");
        } else if (!isDigit()) {
            throw invalid("looking for beginning of value");
        }
        if (current() == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (isOneOf(".")) {
            at++;
            requireDigit("after decimal point in numeric literal");
            skipDigits();
        }
        if (isOneOf("eE")) {
            at++;
            if (isOneOf("+-")) {
                at++;
            }
            requireDigit("in exponent of numeric literal");
            skipDigits();
        }
    }

    private void requireDigit(String where) throws MalformedBodyException {
        current();
        if (!isDigit()) {
            throw invalid(where);
        }
    }

    private void skipDigits() {
        while (isDigit()) {
            at++;
        }
    }

    private boolean isDigit() {
        return isOneOf("0123456789");
    }

    private boolean isOneOf(String characters) {
        return at < text.length && characters.indexOf(text[at]) >= 0;
    }

    private void skipSpace() {
        while (isOneOf(" \t\r\n")) {
            at++;
        }
    }

    private char current() throws MalformedBodyException {
        if (at == text.length) {
            throw new MalformedBodyException("unexpected end of JSON input");
        }
        return (char) Byte.toUnsignedInt(text[at]);
    }

    private MalformedBodyException invalid(String where) throws MalformedBodyException {
        String quoted = Quoted.of(String.valueOf(current()));
        String shown = switch (current()) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            default -> "'" + quoted.substring(1, quoted.length() - 1) + "'";
        };
        return new MalformedBodyException("invalid character " + shown + " " + where);
    }
}
