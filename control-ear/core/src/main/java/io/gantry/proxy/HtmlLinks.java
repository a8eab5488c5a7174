package io.gantry.proxy;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rewrites the links of an HTML page while it passes. Only the values of attributes that hold links change; every other byte stays, and
 * no more than one tag is held back.
 */
public final class HtmlLinks extends FilterOutputStream {

    /** Longer tags pass as they are. */
    private static final int MAX_TAG_BYTES = 64 * 1024;

    private static final String COMMENT = "<!--";

    private enum State {
        TEXT,
        TAG,
        COMMENT,
        RAW_TEXT
    }

    private final UnaryOperator<String> rewrite;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private State state = State.TEXT;
    private char quote;
    private String rawElement = "";
    private String lastBytes = "";

    /** @param rewrite gives a link's new text */
    public HtmlLinks(OutputStream out, UnaryOperator<String> rewrite) {
        super(out);
        this.rewrite = rewrite;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteArrayOutputStream done = new ByteArrayOutputStream(length);
        for (int i = offset; i < offset + length; i++) {
            take(bytes[i], done);
        }
        out.write(done.toByteArray());
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void close() throws IOException {
        held.writeTo(out); // a page that ends within a tag
        held.reset();
        super.close();
    }

    private void take(byte one, ByteArrayOutputStream done) {
        char c = (char) (one & 0xff);
        switch (state) {
            case TEXT -> text(c, one, done);
            case TAG -> tag(c, one, done);
            case COMMENT -> verbatim(c, one, "-->", done);
            case RAW_TEXT -> verbatim(c, one, "</" + rawElement, done);
        }
    }

    private void text(char c, byte one, ByteArrayOutputStream done) {
        if (c == '<') {
            state = State.TAG;
            quote = 0;
            held.write(one);
        } else {
            done.write(one);
        }
    }

    private void tag(char c, byte one, ByteArrayOutputStream done) {
        held.write(one);
        if (held.size() == 2 && !isTagStart(c)) {
            release(done); // a lone less-than sign
            return;
        }
        if (held.size() == COMMENT.length() && heldText().equals(COMMENT)) {
            release(done);
            state = State.COMMENT;
            lastBytes = "";
        } else if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if ((c == '"' || c == '\'') && followsEquals()) {
            quote = c;
        } else if (c == '>') {
            finishTag(done);
        }
        if (held.size() > MAX_TAG_BYTES) {
            release(done);
        }
    }

    private static boolean isTagStart(char c) {
        return Character.isLetter(c) || c == '/' || c == '!' || c == '?';
    }

    /** A quote opens a value only behind an equals sign. */
    private boolean followsEquals() {
        byte[] bytes = held.toByteArray();
        int at = bytes.length - 2;
        while (at > 0 && Character.isWhitespace(bytes[at])) {
            at--;
        }
        return at > 0 && bytes[at] == '=';
    }

    private void release(ByteArrayOutputStream done) {
        done.writeBytes(held.toByteArray());
        held.reset();
        state = State.TEXT;
    }

    private void finishTag(ByteArrayOutputStream done) {
        Optional<HtmlTag> tag = HtmlTag.parse(heldText());
        done.writeBytes(tag.map(found -> found.rewritten(rewrite))
                .orElseGet(this::heldText)
                .getBytes(StandardCharsets.ISO_8859_1));
        held.reset();
        rawElement = tag.map(HtmlTag::name).filter(HtmlTag::holdsRawText).orElse("");
        state = rawElement.isEmpty() ? State.TEXT : State.RAW_TEXT;
        lastBytes = "";
    }

    /** Bytes as characters, one for one: whatever the page's encoding is, its markup is ASCII. */
    private String heldText() {
        return held.toString(StandardCharsets.ISO_8859_1);
    }

    private void verbatim(char c, byte one, String end, ByteArrayOutputStream done) {
        done.write(one);
        String seen = lastBytes + c;
        lastBytes = seen.length() > end.length() ? seen.substring(seen.length() - end.length()) : seen;
        if (lastBytes.toLowerCase(Locale.ROOT).equals(end)) {
            state = State.TEXT;
        }
    }
}
