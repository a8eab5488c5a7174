package io.gantry.schema;

import java.util.OptionalInt;

/** Padded base64 (RFC 4648), as upstream's decoder accepts it: line breaks are skipped. */
final class Base64Text {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Base64Text() {}

    /** Where the text stops being base64, empty when it does not. */
    static OptionalInt firstIllegalByte(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=') {
                return padded(text, i, digits);
            }
            if (ALPHABET.indexOf(c) < 0) {
                return OptionalInt.of(i);
            }
            digits++;
        }
        return digits % 4 == 0 ? OptionalInt.empty() : OptionalInt.of(text.length() - digits % 4);
    }

    private static OptionalInt padded(String text, int at, int digits) {
        String padding = text.substring(at).replace("\n", "").replace("\r", "");
        int expected = 4 - digits % 4;
        if (expected > 2) {
            return OptionalInt.of(at);
        }
        if (padding.equals("=".repeat(expected))) {
            return OptionalInt.empty();
        }
        if (padding.startsWith("=".repeat(expected))) {
            return OptionalInt.of(at + expected);
        }
        return OptionalInt.of(padding.length() == 1 ? text.length() : at);
    }
}
