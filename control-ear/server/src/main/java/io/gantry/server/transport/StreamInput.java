package io.gantry.server.transport;

import io.netty.buffer.ByteBuf;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of a request. One part is taken from the connection at once, and one more when what was taken has been read; over HTTP/2 the
 * client may send as much ahead as the stream's window is, so that as much is held at most.
 */
final class StreamInput extends ServletInputStream {

    /** A client that sends nothing for so long is given up. */
    private static final long PATIENCE_SECONDS = 60;

    /** What is taken of a body that nobody reads. */
    private static final long MOST_DISCARDED = 64L * 1024 * 1024;

    private static final long DISCARD_SECONDS = 30;

    private final MessageStream stream;
    private final long announced;
    private final boolean expectsContinue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<ByteBuf> parts = new ArrayDeque<>();
    private boolean ended;
    private boolean broken;
    private boolean asked;
    private long discarded;

    /**
     * @param announced length in bytes, or -1 when the client has not said it
     * @param expectsContinue whether the client waits for the status 100 before it sends (RFC 9110, section 10.1.1)
     */
    StreamInput(MessageStream stream, long announced, boolean expectsContinue, boolean ended) {
        this.stream = stream;
        this.announced = announced;
        this.expectsContinue = expectsContinue;
        this.ended = ended;
    }

    long announced() {
        return announced;
    }

    /** Takes over the buffer. */
    void add(ByteBuf part, boolean last) {
        boolean more;
        lock.lock();
        try {
            more = broken && !last;
            if (broken || !part.isReadable()) {
                discarded += part.readableBytes();
                part.release();
            } else {
                parts.add(part);
            }
            ended = last;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        if (discarded > MOST_DISCARDED) {
            discarded = 0;
            stream.stopRequest();
        } else if (more) {
            stream.read();
        }
    }

    /**
     * Nobody reads any more; to be called by the connection's thread. What the client still sends is thrown away for a while, since
     * many a client reads its answer only when it has sent all; then it is told that it need not.
     */
    void discard() {
        lock.lock();
        try {
            if (ended || broken) {
                return;
            }
            breakOff();
        } finally {
            lock.unlock();
        }
        stream.read();
        stream.schedule(this::stop, DISCARD_SECONDS, TimeUnit.SECONDS);
    }

    private void stop() {
        if (!isFinished()) {
            stream.stopRequest();
        }
    }

    /** Nothing comes any more. */
    void end() {
        lock.lock();
        try {
            ended = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The stream is over: nothing comes any more, and nothing is read any more. */
    void breakOff() {
        lock.lock();
        try {
            broken = true;
            parts.forEach(ByteBuf::release);
            parts.clear();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        lock.lock();
        try {
            while (parts.isEmpty() && !ended && !broken) {
                ask();
                await();
            }
            if (broken) {
                throw new IOException("the client has broken off the request");
            }
            return take(to, offset, length);
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        if (expectsContinue && !asked) {
            stream.sendContinue();
        }
        asked = true;
        stream.read();
    }

    private void await() throws IOException {
        try {
            if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the client does not send its request's body");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private int take(byte[] to, int offset, int length) {
        int taken = 0;
        while (taken < length && !parts.isEmpty()) {
            ByteBuf part = parts.getFirst();
            int count = Math.min(length - taken, part.readableBytes());
            part.readBytes(to, offset + taken, count);
            taken += count;
            if (!part.isReadable()) {
                parts.removeFirst().release();
            }
        }
        return taken == 0 && length > 0 && ended ? -1 : taken;
    }

    @Override
    public boolean isFinished() {
        lock.lock();
        try {
            return ended && parts.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("reading without waiting");
    }
}
