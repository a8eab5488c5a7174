package io.gantry.server.spdy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server's end of one stream that a client opened. Thread-safe; after {@link #end} or {@link #reset} writes go nowhere. */
final class SpdyStream {

    private static final int MAX_FRAME_BYTES = 32 * 1024;

    private final SpdyConnection connection;
    private final int id;
    private final SpdyHeaders headers;
    private final AtomicBoolean endedHere = new AtomicBoolean();
    private final AtomicBoolean endedThere = new AtomicBoolean();
    private volatile StreamReader reader = StreamReader.none();

    SpdyStream(SpdyConnection connection, int id, SpdyHeaders headers) {
        this.connection = connection;
        this.id = id;
        this.headers = headers;
    }

    int id() {
        return id;
    }

    /** Empty when the client did not give it. */
    String header(String name) {
        CharSequence value = headers.get(name);
        return value == null ? "" : value.toString();
    }

    /** Waits while the client does not read. */
    void write(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length && !endedHere.get(); at += MAX_FRAME_BYTES) {
            int length = Math.min(MAX_FRAME_BYTES, bytes.length - at);
            connection.send(new DefaultSpdyDataFrame(id, Unpooled.wrappedBuffer(bytes, at, length)));
        }
    }

    /** No more will be written; the client may still send. */
    void end() throws IOException {
        if (endedHere.compareAndSet(false, true)) {
            DefaultSpdyDataFrame last = new DefaultSpdyDataFrame(id);
            last.setLast(true);
            connection.send(last);
            forgetWhenOver();
        }
    }

    /** Ends both directions. */
    void reset() throws IOException {
        endedHere.set(true);
        if (connection.forget(id)) {
            connection.send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
        }
    }

    /** Ends the whole connection, after what was written. */
    void closeConnection() {
        connection.close();
    }

    void readBy(StreamReader taker) {
        reader = taker;
    }

    void clientWrote(byte[] bytes) {
        if (!endedThere.get() && bytes.length > 0) {
            reader.data(bytes);
        }
    }

    void clientEnded() {
        if (endedThere.compareAndSet(false, true)) {
            reader.ended();
            forgetWhenOver();
        }
    }

    /** The client has reset it, or is gone. */
    void clientReset() {
        endedHere.set(true);
        endedThere.set(true);
        reader.reset();
    }

    private void forgetWhenOver() {
        if (endedHere.get() && endedThere.get()) {
            connection.forget(id);
        }
    }
}
