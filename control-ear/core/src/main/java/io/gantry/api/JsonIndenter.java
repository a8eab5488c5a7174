package io.gantry.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Indents JSON on its way to somebody else, as Go's {@code json.MarshalIndent} does with two spaces: a line for each value, nothing within
 * empty containers, no line end behind the last. What comes must be JSON; texts and numbers pass as they are.
 */
final class JsonIndenter extends OutputStream {

    private static final int STEP = 2;

    private final OutputStream out;
    private final byte[] buffer = new byte[32 * 1024];
    private int filled;
    private int depth;
    private Within within = Within.STRUCTURE;

    private enum Within {
        STRUCTURE,
        /** A container has begun, and it may be an empty one. */
        OPENED,
        TEXT,
        /** A backslash within a text makes the next byte part of it. */
        ESCAPE
    }

    JsonIndenter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] json, int from, int length) throws IOException {
        int end = from + length;
        int at = from;
        while (at < end) {
            at = switch (within) {
                case STRUCTURE, OPENED -> {
                    structure(json[at]);
                    yield at + 1;
                }
                case TEXT -> text(json, at, end);
                case ESCAPE -> {
                    put(json[at]);
                    within = Within.TEXT;
                    yield at + 1;
                }
            };
        }
    }

    /** Passes the rest of what came on; does not flush what is behind. */
    void finish() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }

    /** Copies the part of a text that is here; answers where to go on. */
    private int text(byte[] json, int from, int end) throws IOException {
        int at = from;
        while (at < end && json[at] != '"' && json[at] != '\\') {
            at++;
        }
        if (at < end) {
            within = json[at] == '"' ? Within.STRUCTURE : Within.ESCAPE;
            at++;
        }
        put(json, from, at - from);
        return at;
    }

    private void structure(byte one) throws IOException {
        switch (one) {
            case '{', '[' -> {
                value(one);
                depth++;
                within = Within.OPENED;
            }
            case '}', ']' -> {
                depth--;
                if (within == Within.OPENED) {
                    within = Within.STRUCTURE;
                } else {
                    newLine();
                }
                put(one);
            }
            case ',' -> {
                put(one);
                newLine();
            }
            case ':' -> {
                put(one);
                put((byte) ' ');
            }
            case '"' -> {
                value(one);
                within = Within.TEXT;
            }
            case ' ', '\t', '\r', '\n' -> {}
            default -> value(one);
        }
    }

    /** A byte of a value, or of a name. */
    private void value(byte one) throws IOException {
        if (within == Within.OPENED) {
            newLine();
            within = Within.STRUCTURE;
        }
        put(one);
    }

    private void newLine() throws IOException {
        int length = 1 + STEP * depth;
        makeRoom(length);
        buffer[filled] = '\n';
        Arrays.fill(buffer, filled + 1, filled + length, (byte) ' ');
        filled += length;
    }

    private void put(byte one) throws IOException {
        makeRoom(1);
        buffer[filled++] = one;
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        if (length > buffer.length) {
            finish();
            out.write(bytes, from, length);
            return;
        }
        makeRoom(length);
        System.arraycopy(bytes, from, buffer, filled, length);
        filled += length;
    }

    /** Depths are bounded where JSON is read, far below what the buffer holds. */
    private void makeRoom(int length) throws IOException {
        if (buffer.length - filled < length) {
            finish();
        }
    }
}
