package io.gantry.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts the text form of a label selector into tokens. */
final class LabelSelectorLexer {

    enum Kind {
        END,
        CLOSE,
        COMMA,
        NOT,
        DOUBLE_EQUALS,
        EQUALS,
        GREATER,
        IDENTIFIER,
        IN,
        LESS,
        NOT_EQUALS,
        NOT_IN,
        OPEN
    }

    record Token(Kind kind, String text) {

        /** The token as it reads where a value may stand, and {@code in} is a word like others. */
        Token asValue() {
            return kind == Kind.IN || kind == Kind.NOT_IN ? new Token(Kind.IDENTIFIER, text) : this;
        }
    }

    private static final Map<String, Kind> SYMBOLS = Map.of(
            ")",
            Kind.CLOSE,
            ",",
            Kind.COMMA,
            "!",
            Kind.NOT,
            "==",
            Kind.DOUBLE_EQUALS,
            "=",
            Kind.EQUALS,
            ">",
            Kind.GREATER,
            "<",
            Kind.LESS,
            "!=",
            Kind.NOT_EQUALS,
            "(",
            Kind.OPEN);

    private final String text;
    private int position;

    private LabelSelectorLexer(String text) {
        this.text = text;
    }

    /** All tokens, END last. */
    static List<Token> tokens(String text) {
        LabelSelectorLexer lexer = new LabelSelectorLexer(text);
        List<Token> tokens = new ArrayList<>();
        Token next;
        do {
            next = lexer.next();
            tokens.add(next);
        } while (next.kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return new Token(Kind.END, "");
        }
        return isSymbol(text.charAt(position)) ? symbol() : word();
    }

    private Token symbol() {
        for (int length = Math.min(2, text.length() - position); length > 0; length--) {
            String candidate = text.substring(position, position + length);
            Kind kind = SYMBOLS.get(candidate);
            if (kind != null) {
                position += length;
                return new Token(kind, candidate);
            }
        }
        throw new IllegalStateException("every symbol character is a symbol: " + text.charAt(position));
    }

    private Token word() {
        int start = position;
        while (position < text.length() && !isSpace(text.charAt(position)) && !isSymbol(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        return switch (word) {
            case "in" -> new Token(Kind.IN, word);
            case "notin" -> new Token(Kind.NOT_IN, word);
            default -> new Token(Kind.IDENTIFIER, word);
        };
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isSymbol(char c) {
        return "=!(),><".indexOf(c) >= 0;
    }
}
