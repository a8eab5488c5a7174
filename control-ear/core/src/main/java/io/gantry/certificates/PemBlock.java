package io.gantry.certificates;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A block of PEM (RFC 7468). What stands between blocks is left out, and so is a block whose content is not base64.
 *
 * @param type for example {@code CERTIFICATE}
 * @param headers whether lines such as {@code Proc-Type: 4,ENCRYPTED} come before the content
 */
public record PemBlock(String type, Headers headers, byte[] content) {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** Whether a block has headers. */
    public enum Headers {
        NONE,
        SOME
    }

    /** All blocks, in their order. */
    public static List<PemBlock> read(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        int at = begin(text, 0);
        while (at >= 0) {
            int typeEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (typeEnd < 0) {
                break;
            }
            String type = text.substring(at + BEGIN.length(), typeEnd);
            String last = END + type + DASHES;
            int bodyEnd = text.indexOf(last, typeEnd);
            if (type.indexOf('\n') >= 0 || bodyEnd < 0) {
                at = begin(text, at + BEGIN.length());
                continue;
            }
            add(blocks, type, text.substring(typeEnd + DASHES.length(), bodyEnd));
            at = begin(text, bodyEnd + last.length());
        }
        return blocks;
    }

    /** A block begins with its line. */
    private static int begin(String text, int from) {
        int at = text.indexOf(BEGIN, from);
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at = text.indexOf(BEGIN, at + 1);
        }
        return at;
    }

    private static void add(List<PemBlock> blocks, String type, String body) {
        StringBuilder base64 = new StringBuilder(body.length());
        Headers headers = Headers.NONE;
        for (String line : body.split("\n")) {
            if (base64.isEmpty() && line.indexOf(':') >= 0) {
                headers = Headers.SOME;
            } else {
                line.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> base64.append((char) c));
            }
        }
        try {
            blocks.add(new PemBlock(type, headers, Base64.getDecoder().decode(base64.toString())));
        } catch (IllegalArgumentException e) {
            // no base64: no block, as upstream reads PEM
        }
    }
}
