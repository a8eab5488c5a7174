package io.gantry.server.spdy;

import com.google.protobuf.ByteString;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.status.StatusException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node that remembers the sessions asked of it, and what is sent into them. */
final class FakeNode implements SessionOpener {

    private final BlockingQueue<FakeSession> opened = new LinkedBlockingQueue<>();
    private volatile boolean away;

    void goAway() {
        away = true;
    }

    @Override
    public SessionInput open(String nodeName, SessionRequest request, SessionHandler handler) {
        if (away) {
            throw StatusException.of(
                    500, "InternalError", "error dialing backend: dial: node \"" + nodeName + "\" is away");
        }
        FakeSession session = new FakeSession(request, handler);
        opened.add(session);
        return session;
    }

    FakeSession awaitSession() {
        return await(opened);
    }

    static <T> T await(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The node's end of one session. */
    static final class FakeSession implements SessionInput {

        private final SessionRequest request;
        private final SessionHandler handler;
        private final BlockingQueue<String> input = new LinkedBlockingQueue<>();
        private final CountDownLatch readable = new CountDownLatch(1);
        private volatile boolean busy;

        FakeSession(SessionRequest request, SessionHandler handler) {
            this.request = request;
            this.handler = handler;
        }

        SessionRequest request() {
            return request;
        }

        /** Takes no more input until {@link #readOn}. */
        void stopReading() {
            busy = true;
        }

        void readOn() {
            readable.countDown();
        }

        String awaitInput() {
            return await(input);
        }

        void say(Channel channel, String text) {
            handler.onData(channel, ByteString.copyFromUtf8(text));
        }

        void end(int exitCode) {
            handler.onResult(SessionResult.newBuilder().setExitCode(exitCode).build());
        }

        void fail(int status, String error) {
            handler.onResult(SessionResult.newBuilder()
                    .setHttpStatus(status)
                    .setError(error)
                    .build());
        }

        @Override
        public void send(Channel channel, ByteString data) {
            if (busy) {
                try {
                    readable.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            input.add(data.size() > 100 ? data.size() + " bytes" : data.toStringUtf8());
        }

        @Override
        public void closeChannel(Channel channel) {
            input.add("closed " + channel);
        }

        @Override
        public void resize(int width, int height) {
            input.add("size " + width + "x" + height);
        }

        @Override
        public void leave() {
            input.add("left");
        }

        @Override
        public void cancel() {
            input.add("cancelled");
        }
    }
}
