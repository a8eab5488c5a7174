package io.gantry.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes {@code %XX} (RFC 3986), strictly: what is broken is refused, never guessed. */
final class PercentEncoding {

    private static final int HEX = 16;
    private static final int ESCAPE_LENGTH = 3;

    private PercentEncoding() {}

    /** Throws IllegalArgumentException for a broken escape, for bytes that are not UTF-8 and for control characters. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return checked(text);
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * ESCAPE_LENGTH);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put(octet(text, i));
                i += ESCAPE_LENGTH - 1;
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return checked(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    private static byte octet(String text, int at) {
        int high = at + ESCAPE_LENGTH <= text.length() ? Character.digit(text.charAt(at + 1), HEX) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(at + 2), HEX);
        if (low < 0) {
            throw new IllegalArgumentException("broken escape");
        }
        return (byte) (high * HEX + low);
    }

    private static String checked(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("control character");
        }
        return text;
    }
}
