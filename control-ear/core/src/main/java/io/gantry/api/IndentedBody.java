package io.gantry.api;

import java.io.IOException;
import java.io.OutputStream;

/**
 * JSON for people's eyes: the compact form, indented while it is written, so that the longer form is never in memory.
 *
 * @param compact JSON
 */
record IndentedBody(Body compact) implements Body {

    /** Goes through all of it, without keeping any. */
    @Override
    public long length() {
        Counter counter = new Counter();
        try {
            writeTo(counter);
        } catch (IOException e) {
            throw new IllegalStateException("a counter does not fail", e);
        }
        return counter.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonIndenter indenter = new JsonIndenter(out);
        compact.writeTo(indenter);
        indenter.finish();
    }

    private static final class Counter extends OutputStream {

        private long length;

        @Override
        public void write(int one) {
            length++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            length += count;
        }
    }
}
