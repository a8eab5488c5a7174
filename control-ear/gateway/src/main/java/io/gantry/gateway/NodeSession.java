package io.gantry.gateway;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.StreamData;
import io.gantry.node.v1.TerminalSize;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The control plane's end of one logs, exec, attach or port-forward session. Thread-safe. */
public final class NodeSession implements SessionInput, AutoCloseable {

    /** Input that may wait for the agent before {@link #send} waits. */
    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private static final int MAX_FRAME_BYTES = 32 * 1024;

    private static final Status LEFT = Status.CANCELLED.withDescription("the client went away");

    private static final Status GAVE_WAY =
            Status.CANCELLED.withDescription("the session was silent the longest, and another one needed its place");

    private final String nodeName;
    private final ServerCallStreamObserver<SessionFrame> call;
    private final SerialTask sender;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<SessionFrame> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private Optional<Status> closing = Optional.empty();
    private boolean draining;
    private boolean answered;

    NodeSession(String nodeName, ServerCallStreamObserver<SessionFrame> call, Executor executor) {
        this.nodeName = nodeName;
        this.call = call;
        this.sender = new SerialTask(executor, this::write);
    }

    public String nodeName() {
        return nodeName;
    }

    @Override
    public void send(Channel channel, ByteString data) {
        for (int at = 0; at < data.size(); at += MAX_FRAME_BYTES) {
            ByteString part = data.substring(at, Math.min(data.size(), at + MAX_FRAME_BYTES));
            queue(SessionFrame.newBuilder()
                    .setData(StreamData.newBuilder().setChannel(channel).setData(part))
                    .build());
        }
    }

    @Override
    public void resize(int width, int height) {
        queue(SessionFrame.newBuilder()
                .setResize(TerminalSize.newBuilder().setWidth(width).setHeight(height))
                .build());
    }

    @Override
    public void closeChannel(Channel channel) {
        queue(SessionFrame.newBuilder().setClose(channel).build());
    }

    @Override
    public void leave() {
        end(LEFT, true);
    }

    @Override
    public void cancel() {
        finish(LEFT);
    }

    /** Ends the session for want of room; the handler hears that it ended as it should. */
    void giveWay() {
        finish(GAVE_WAY);
    }

    boolean hasGivenWay() {
        return ending().filter(GAVE_WAY::equals).isPresent();
    }

    /** The same as {@link #cancel}; harmless after the end. */
    @Override
    public void close() {
        cancel();
    }

    /** Answers the call, once; {@link Status#OK} completes it. */
    void finish(Status status) {
        end(status, false);
    }

    private void end(Status status, boolean afterWhatWaits) {
        lock.lock();
        try {
            draining = afterWhatWaits && (closing.isEmpty() || draining);
            if (closing.isEmpty()) {
                closing = Optional.of(status);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        sender.signal();
    }

    void onReady() {
        sender.signal();
    }

    private void queue(SessionFrame frame) {
        int size = frame.getData().getData().size();
        lock.lock();
        try {
            while (closing.isEmpty() && waitingBytes + size > MAX_WAITING_BYTES) {
                changed.await();
            }
            if (closing.isPresent()) {
                throw BackendError.of("the session is over");
            }
            waiting.addLast(frame);
            waitingBytes += size;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BackendError.of("interrupted");
        } finally {
            lock.unlock();
        }
        sender.signal();
    }

    private void write() {
        if (answered) {
            return;
        }
        while (call.isReady()) {
            Optional<SessionFrame> next = take();
            if (next.isEmpty()) {
                break;
            }
            call.onNext(next.get());
        }
        Optional<Status> status = ending();
        if (status.isPresent()) {
            answered = true;
            if (status.get().isOk()) {
                call.onCompleted();
            } else {
                call.onError(status.get().asRuntimeException());
            }
        }
    }

    private Optional<SessionFrame> take() {
        lock.lock();
        try {
            SessionFrame frame = closing.isPresent() && !draining ? null : waiting.pollFirst();
            if (frame != null) {
                waitingBytes -= frame.getData().getData().size();
                changed.signalAll();
            }
            return Optional.ofNullable(frame);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Status> ending() {
        lock.lock();
        try {
            return draining && !waiting.isEmpty() ? Optional.empty() : closing;
        } finally {
            lock.unlock();
        }
    }
}
