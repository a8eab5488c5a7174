package io.gantry.store.postgres;

import io.gantry.object.ObjectKey;
import io.gantry.store.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The writes that wait for their group, bounded in number and in bytes. */
final class WriteQueue {

    private static final int MAX_WAITING = 8192;
    private static final long MAX_WAITING_BYTES = 128L << 20;
    private static final int GROUP = 256;

    /** Bytes of documents in one group, so that a group of large objects does not keep small ones waiting. */
    private static final long GROUP_BYTES = 4L << 20;

    private final Deque<PendingWrite> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    synchronized void add(PendingWrite write) {
        if (closed) {
            throw new StoreUnavailableException("the store is closed");
        }
        if (waiting.size() >= MAX_WAITING || bytes + size(write) > MAX_WAITING_BYTES) {
            throw new StoreUnavailableException("too many writes wait for the database");
        }
        waiting.addLast(write);
        bytes += size(write);
        notifyAll();
    }

    /**
     * Waits for writes and takes as many as make a group; empty when the queue is closed and nothing waits any more. A group holds
     * one write of a key at most: further ones wait for the next group.
     */
    synchronized List<PendingWrite> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<PendingWrite> group = new ArrayList<>();
        Set<ObjectKey> keys = new HashSet<>();
        Deque<PendingWrite> deferred = new ArrayDeque<>();
        long groupBytes = 0;
        while (!waiting.isEmpty() && group.size() < GROUP && groupBytes < GROUP_BYTES) {
            PendingWrite next = waiting.removeFirst();
            if (keys.add(next.key())) {
                group.add(next);
                groupBytes += size(next);
            } else {
                deferred.addLast(next);
            }
        }
        while (!deferred.isEmpty()) {
            waiting.addFirst(deferred.removeLast());
        }
        bytes -= groupBytes;
        return group;
    }

    private static int size(PendingWrite write) {
        return write.document().bytes().length;
    }

    /** Takes no more writes; those that wait can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
