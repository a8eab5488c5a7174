package io.gantry.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The bytes of an answer. They are shared and do not change, so that they can be written more than once. */
public interface Body {

    Body EMPTY = new Parts(List.of());

    /** Parts, to be sent one after the other. */
    static Body of(byte[]... parts) {
        return new Parts(List.of(parts));
    }

    /** In bytes. */
    long length();

    /** Writes all of it; neither flushes nor closes what it writes to. */
    void writeTo(OutputStream out) throws IOException;

    /** All of it in one piece. */
    default byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            writeTo(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /** Bytes that are there already. */
    record Parts(List<byte[]> parts) implements Body {

        @Override
        public long length() {
            long length = 0;
            for (byte[] part : parts) {
                length += part.length;
            }
            return length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            for (byte[] part : parts) {
                out.write(part);
            }
        }
    }
}
