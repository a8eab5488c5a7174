package io.gantry.server.transport;

import io.gantry.server.stream.SharedOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The body of a response, and what goes before it. Waits while the client takes less than is written. */
final class StreamOutput extends ServletOutputStream implements SharedOutput {

    private static final byte[] NOTHING = {};
    private static final int BUFFER = 32 * 1024;
    private static final int FIRST = 2 * 1024;

    /** So many bytes may be written that the client has not taken yet. Who waits goes on when half of them are left. */
    private static final int AHEAD = 256 * 1024;

    /** A client that takes nothing for so long is given up. */
    private static final long PATIENCE_SECONDS = 60;

    private final MessageStream stream;
    private final Http2Headers headers;
    private final boolean head;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int unsent;
    private byte[] pending = NOTHING;

    /** A buffer that the connection has taken all of: a new one would have to be filled with zeros first. */
    private byte[] spare = NOTHING;

    private int length;
    private long written;
    private int expected = FIRST;
    private boolean committed;
    private boolean ended;

    /** @param head whether the client wants the headers only */
    StreamOutput(MessageStream stream, Http2Headers headers, boolean head) {
        this.stream = stream;
        this.headers = headers;
        this.head = head;
    }

    boolean isCommitted() {
        return committed;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        int done = 0;
        while (done < count) {
            if (length == BUFFER) {
                awaitRoom();
                send(false);
            }
            int some = Math.min(count - done, BUFFER - length);
            reserve(length + some);
            System.arraycopy(from, offset + done, pending, length, some);
            length += some;
            done += some;
        }
        written += count;
    }

    /** At first as large as what is announced, or as what was sent before. */
    private void reserve(int wanted) {
        if (pending.length == 0) {
            pending = takeSpare();
        }
        if (wanted <= pending.length) {
            return;
        }
        long likely = committed ? expected : headers.getLong(HttpHeaderNames.CONTENT_LENGTH, expected);
        long size = pending.length == 0 ? Math.max(wanted, likely) : Math.max(wanted, 2 * pending.length);
        pending = Arrays.copyOf(pending, Math.clamp(size, 0, BUFFER));
    }

    @Override
    public void writeShared(List<byte[]> parts) throws IOException {
        flush();
        awaitRoom();
        parts.forEach(part -> written += part.length);
        send(Unpooled.wrappedBuffer(parts.toArray(byte[][]::new)), NOTHING, false);
    }

    @Override
    public void flush() throws IOException {
        if (!committed || length > 0) {
            awaitRoom();
            send(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            awaitRoom();
            send(true);
        }
    }

    /** Ends the stream without waiting. */
    void end() {
        if (!ended) {
            send(true);
        }
    }

    /** Ends the stream, and the client can tell that it is not whole. */
    void breakOff() {
        forget();
        ended = true;
        stream.abort();
    }

    /** Drops what was not sent. */
    void forget() {
        written -= length;
        length = 0;
    }

    private void send(boolean last) {
        byte[] data = pending;
        int count = length;
        pending = NOTHING;
        length = 0;
        expected = Math.max(FIRST, count);
        send(Unpooled.wrappedBuffer(data, 0, count), data, last);
    }

    private byte[] takeSpare() {
        lock.lock();
        try {
            byte[] taken = spare;
            spare = NOTHING;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An end before all was written that was announced is no end: the client is to know.
     *
     * @param used is free again when the data was sent
     */
    private void send(ByteBuf data, byte[] used, boolean last) {
        Optional<Http2Headers> first = committed ? Optional.empty() : Optional.of(headers);
        committed = true;
        ended = last;
        int count = head ? 0 : data.readableBytes();
        boolean whole = head || headers.getLong(HttpHeaderNames.CONTENT_LENGTH, written) == written;
        unsent(count);
        stream.send(first, head ? Unpooled.EMPTY_BUFFER : data, last && whole, () -> taken(count, used));
        if (last && !whole) {
            stream.abort();
        }
    }

    /** The connection has taken the data of a buffer. */
    private void taken(int count, byte[] used) {
        lock.lock();
        try {
            if (used.length > spare.length) {
                spare = used;
            }
            unsent(-count);
        } finally {
            lock.unlock();
        }
    }

    /** Counts what waits for the connection, or for the client to take it. */
    private void unsent(int more) {
        lock.lock();
        try {
            unsent += more;
            if (unsent <= AHEAD / 2) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() throws IOException {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            if (unsent > AHEAD) {
                while (unsent > AHEAD / 2 && stream.isActive() && left > 0) {
                    left = changed.awaitNanos(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
        if (left <= 0 || !stream.isActive()) {
            forget();
            ended = true;
            stream.abort();
            throw new IOException(left <= 0 ? "the client does not read" : "the client has left the stream");
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException("writing without waiting");
    }
}
