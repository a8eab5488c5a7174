package io.gantry.gateway;

import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionResult;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent's Session call: finds who waits for it and hands him the frames, one at a time. */
final class SessionCall implements StreamObserver<SessionFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(SessionCall.class);

    private final String nodeName;
    private final NodeSessions sessions;
    private final Executor executor;
    private final ServerCallStreamObserver<SessionFrame> call;
    private Optional<NodeSessions.Expected> asked = Optional.empty();
    private Optional<NodeSession> session = Optional.empty();
    private boolean over;

    SessionCall(
            String nodeName, NodeSessions sessions, Executor executor, ServerCallStreamObserver<SessionFrame> call) {
        this.nodeName = nodeName;
        this.sessions = sessions;
        this.executor = executor;
        this.call = call;
    }

    /** To be called before the call's method returns. */
    void open() {
        call.disableAutoRequest();
        call.setOnReadyHandler(() -> session.ifPresent(NodeSession::onReady));
        call.setOnCloseHandler(() -> fail("the session was cancelled"));
        call.setOnCancelHandler(() -> fail("the session's connection to node \"" + nodeName + "\" ended"));
        call.request(1);
    }

    @Override
    public void onNext(SessionFrame frame) {
        if (over) {
            return;
        }
        try {
            if (session.isEmpty()) {
                accept(frame);
            } else {
                handle(frame, asked.orElseThrow());
            }
        } catch (RuntimeException e) {
            LOG.warn("session handler failed node={}", nodeName, e);
            fail("the session's other end failed: " + e.getMessage());
            return;
        }
        if (!over) {
            call.request(1);
        }
    }

    private void accept(SessionFrame frame) {
        Optional<NodeSessions.Expected> wanted = frame.hasAccepted()
                ? sessions.claim(nodeName, frame.getAccepted().getSessionId())
                : Optional.empty();
        if (wanted.isEmpty()) {
            over = true;
            call.onError(Status.NOT_FOUND
                    .withDescription("no such session is expected from this node")
                    .asRuntimeException());
            return;
        }
        NodeSession opened = new NodeSession(nodeName, call, executor);
        session = Optional.of(opened);
        asked = wanted;
        wanted.get().slot().begun(opened);
        wanted.get().session().complete(opened);
    }

    private void handle(SessionFrame frame, NodeSessions.Expected wanted) {
        SessionHandler to = wanted.handler();
        switch (frame.getFrameCase()) {
            case DATA -> {
                if (isOutput(frame.getData().getChannel())) {
                    wanted.slot().heard();
                    to.onData(frame.getData().getChannel(), frame.getData().getData());
                }
            }
            case CLOSE -> {
                if (isOutput(frame.getClose())) {
                    to.onClose(frame.getClose());
                }
            }
            case RESULT -> {
                end(Status.OK);
                to.onResult(frame.getResult());
            }
            case ACCEPTED, RESIZE, FRAME_NOT_SET -> {
                // an agent of another version says something that means nothing here
            }
        }
    }

    /** A newer agent may use channels that mean nothing here: their bytes are neither output nor errors of a command. */
    private static boolean isOutput(Channel channel) {
        return switch (channel) {
            case STDOUT, STDERR -> true;
            case STDIN, UNRECOGNIZED -> false;
        };
    }

    @Override
    public void onError(Throwable cause) {
        fail("the session's connection to node \"" + nodeName + "\" ended");
    }

    @Override
    public void onCompleted() {
        if (session.isEmpty() && !over) {
            over = true;
            call.onCompleted();
            return;
        }
        fail("node \"" + nodeName + "\" ended the session without a result");
    }

    private void end(Status status) {
        over = true;
        asked.map(NodeSessions.Expected::slot).ifPresent(sessions::leave);
        session.ifPresent(opened -> opened.finish(status));
    }

    private void fail(String why) {
        if (over) {
            return;
        }
        boolean gaveWay = session.filter(NodeSession::hasGivenWay).isPresent();
        end(Status.CANCELLED.withDescription(why));
        asked.map(NodeSessions.Expected::handler).ifPresent(to -> {
            if (gaveWay) {
                to.onResult(SessionResult.getDefaultInstance());
            } else {
                to.onFailure(BackendError.of(why));
            }
        });
    }
}
