package io.gantry.server.proxy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a backend has sent and nobody has read yet. Whoever puts more than there is room for waits. */
final class ReceivedBytes extends InputStream {

    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final int MAX_BYTES = 256 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteString> waiting = new ArrayDeque<>();
    private final Duration patience;
    private int bytes;
    private boolean ended;
    private Optional<String> failure = Optional.empty();

    /** @param patience how long a backend may say nothing */
    ReceivedBytes(Duration patience) {
        this.patience = patience;
    }

    /** Throws {@link IllegalStateException} when nobody will read any more. */
    void put(ByteString data) {
        lock.lock();
        try {
            while (!ended && bytes > 0 && bytes + data.size() > MAX_BYTES) {
                changed.await();
            }
            if (ended) {
                throw new IllegalStateException("the proxied connection is closed");
            }
            if (!data.isEmpty()) {
                waiting.addLast(data);
                bytes += data.size();
            }
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes; what is there can still be read. */
    void end() {
        finish(Optional.empty());
    }

    /** Nothing more comes, since something went wrong. */
    void fail(String why) {
        finish(Optional.of(why));
    }

    private void finish(Optional<String> why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why a session is over; waits a moment, since that it is over may be known before why. */
    Optional<String> failure() {
        long nanos = FAREWELL.toNanos();
        lock.lock();
        try {
            while (!ended && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            waiting.clear();
            bytes = 0;
            changed.signalAll();
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
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            awaitBytes();
            if (waiting.isEmpty()) {
                return -1;
            }
            ByteString next = waiting.removeFirst();
            int taken = Math.min(length, next.size());
            next.substring(0, taken).copyTo(into, offset);
            if (taken < next.size()) {
                waiting.addFirst(next.substring(taken));
            }
            bytes -= taken;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitBytes() throws IOException {
        long nanos = patience.toNanos();
        try {
            while (waiting.isEmpty() && !ended) {
                if (nanos <= 0) {
                    throw new IOException("the backend said nothing for " + patience.toMinutes() + " minutes");
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (waiting.isEmpty() && failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
