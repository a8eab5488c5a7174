package io.gantry.api;

import io.gantry.status.StatusException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of URLs (RFC 3986), strict: broken escapes and text that is not UTF-8 are refused. */
final class PercentEncoding {

    private static final String UNESCAPED = "/-._~!$&'()*+,;=:@";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /**
     * @param plusIsSpace as in queries
     */
    static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(text, plusIsSpace)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw StatusException.badRequest("invalid URL escape: not UTF-8");
        }
    }

    /** What another server's path says, for somebody to look at: it need not be UTF-8, but its escapes must be whole. */
    static String shown(String path) {
        return new String(bytes(path, false), StandardCharsets.UTF_8);
    }

    /** A path as it stands in a URL; slashes stay. */
    static String encodePath(String path) {
        StringBuilder encoded = new StringBuilder(path.length());
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            if (one > 0 && (Character.isLetterOrDigit(one) || UNESCAPED.indexOf(one) >= 0)) {
                encoded.append((char) one);
            } else {
                encoded.append('%').append(HEX.toHexDigits(one));
            }
        }
        return encoded.toString();
    }

    private static byte[] bytes(String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i + 1) << 4 | hex(text, i + 2));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                int point = text.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point) - 1;
            }
        }
        return bytes.toByteArray();
    }

    private static int hex(String text, int index) {
        int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0 || text.charAt(index) > 'f') {
            int start = Math.max(0, text.lastIndexOf('%', index));
            String escape = text.substring(start, Math.min(text.length(), start + 3));
            throw StatusException.badRequest("invalid URL escape \"" + escape + "\"");
        }
        return digit;
    }
}
