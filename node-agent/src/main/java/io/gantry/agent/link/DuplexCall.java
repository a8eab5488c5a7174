package io.gantry.agent.link;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A two-way stream with blocking reads and writes, made for virtual threads: one reads, another writes. Reading takes at most a
 * window of messages ahead; writing waits while the other side is slow.
 */
final class DuplexCall<Q, R> implements ClientResponseObserver<Q, R> {

    private static final int WINDOW = 64;

    private sealed interface Item<R> {

        record Message<R>(R value) implements Item<R> {}

        record Ended<R>() implements Item<R> {}

        record Failed<R>(Status status) implements Item<R> {}
    }

    /** Holds a window of messages at most, and the end. */
    private final BlockingQueue<Item<R>> inbound = new LinkedBlockingQueue<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition writable = lock.newCondition();
    private ClientCallStreamObserver<Q> requests;
    private boolean ended;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        requests = stream;
        stream.disableAutoRequestWithInitial(WINDOW);
        stream.setOnReadyHandler(this::signal);
    }

    /** The next message; empty when the other side has ended the stream. */
    Optional<R> read() throws IOException, InterruptedException {
        return taken(inbound.take());
    }

    /**
     * The next message; empty when the other side has ended the stream.
     *
     * @throws IOException when none came in time, too
     */
    Optional<R> read(Duration limit) throws IOException, InterruptedException {
        Item<R> item = inbound.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (item == null) {
            throw new IOException("nothing was said for " + limit.toSeconds() + " s");
        }
        return taken(item);
    }

    private Optional<R> taken(Item<R> item) throws IOException {
        switch (item) {
            case Item.Message<R> message -> {
                lock.lock();
                try {
                    requests.request(1);
                } finally {
                    lock.unlock();
                }
                return Optional.of(message.value());
            }
            case Item.Ended<R> end -> {
                inbound.add(end);
                return Optional.empty();
            }
            case Item.Failed<R> failed -> {
                inbound.add(failed);
                throw new IOException(
                        failed.status().toString(), failed.status().getCause());
            }
        }
    }

    /** Sends a message; false when the stream is over. */
    boolean write(Q message) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !requests.isReady()) {
                writable.await();
            }
            if (!ended) {
                requests.onNext(message);
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** No more will be written. */
    void halfClose() {
        lock.lock();
        try {
            if (!ended) {
                requests.onCompleted();
            }
        } finally {
            lock.unlock();
        }
    }

    void cancel(String why) {
        requests.cancel(why, null);
    }

    @Override
    public void onNext(R value) {
        inbound.add(new Item.Message<>(value));
    }

    @Override
    public void onError(Throwable error) {
        end(new Item.Failed<>(Status.fromThrowable(error)));
    }

    @Override
    public void onCompleted() {
        end(new Item.Ended<>());
    }

    private void end(Item<R> item) {
        inbound.add(item);
        lock.lock();
        try {
            ended = true;
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
