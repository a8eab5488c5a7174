package io.gantry.server.spdy;

import io.gantry.channel.ClientMessage;
import io.gantry.channel.TerminalSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads terminal sizes, one JSON object after the other, wherever the frames cut them. */
final class SizeReader implements StreamReader {

    private static final int MAX_CHARACTERS = 4096;

    /** Takes a size in characters. */
    @FunctionalInterface
    interface Sizes {

        void resize(int width, int height);
    }

    private final Sizes to;
    private final StringBuilder text = new StringBuilder();

    SizeReader(Sizes to) {
        this.to = to;
    }

    @Override
    public void data(byte[] bytes) {
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
        int end = text.indexOf("}");
        while (end >= 0) {
            byte[] object = text.substring(0, end + 1).getBytes(StandardCharsets.ISO_8859_1);
            if (TerminalSize.read(ByteBuffer.wrap(object)) instanceof ClientMessage.Resize size) {
                to.resize(size.width(), size.height());
            }
            text.delete(0, end + 1);
            end = text.indexOf("}");
        }
        if (text.length() > MAX_CHARACTERS) {
            text.setLength(0); // not sizes
        }
    }

    @Override
    public void ended() {}

    @Override
    public void reset() {}
}
