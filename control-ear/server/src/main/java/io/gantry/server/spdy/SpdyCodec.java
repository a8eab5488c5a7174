package io.gantry.server.spdy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of SPDY/3.1 in one direction of one connection, to or from bytes: Netty's codec on a channel without a network. Not
 * thread-safe; each direction has its own, since headers are compressed across frames.
 */
final class SpdyCodec {

    private static final int MAX_CHUNK_BYTES = 32 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** Zlib's and Netty's defaults. */
    private static final int COMPRESSION_LEVEL = 6;

    private static final int WINDOW_BITS = 15;
    private static final int MEMORY_LEVEL = 8;

    private final EmbeddedChannel channel;

    SpdyCodec() {
        channel = new EmbeddedChannel();
        // plain arrays: nothing is left behind when a connection is dropped
        channel.config().setAllocator(new UnpooledByteBufAllocator(false));
        channel.pipeline()
                .addLast(new SpdyFrameCodec(
                        SpdyVersion.SPDY_3_1,
                        MAX_CHUNK_BYTES,
                        MAX_HEADER_BYTES,
                        COMPRESSION_LEVEL,
                        WINDOW_BITS,
                        MEMORY_LEVEL));
    }

    /** The frames that these bytes complete; long data comes in several. Throws when the peer does not speak SPDY/3.1. */
    List<SpdyFrame> decode(ByteBuffer bytes) throws IOException {
        try {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
        } catch (Exception e) {
            throw new IOException("not SPDY/3.1: " + e.getMessage(), e);
        }
        List<SpdyFrame> frames = new ArrayList<>();
        for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add((SpdyFrame) frame);
        }
        return frames;
    }

    byte[] encode(SpdyFrame frame) {
        channel.writeOutbound(frame);
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }
}
