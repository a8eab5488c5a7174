package io.gantry.agent.link;

import io.gantry.agent.session.SessionLink;
import io.gantry.node.v1.NodeLinkGrpc.NodeLinkStub;
import io.gantry.node.v1.SessionAccepted;
import io.gantry.node.v1.SessionFrame;
import java.io.IOException;
import java.util.Optional;

/** A session's frames over a gRPC call that the agent opens. */
final class GrpcSession implements SessionLink {

    private final DuplexCall<SessionFrame, SessionFrame> call;
    private final String sessionId;

    private GrpcSession(DuplexCall<SessionFrame, SessionFrame> call, String sessionId) {
        this.call = call;
        this.sessionId = sessionId;
    }

    /** Dials back. */
    static SessionLink open(NodeLinkStub stub, String sessionId) {
        DuplexCall<SessionFrame, SessionFrame> call = new DuplexCall<>();
        stub.session(call);
        return new GrpcSession(call, sessionId);
    }

    @Override
    public void accept() throws IOException {
        write(SessionFrame.newBuilder()
                .setAccepted(SessionAccepted.newBuilder().setSessionId(sessionId))
                .build());
    }

    @Override
    public Optional<SessionFrame> read() throws IOException {
        try {
            return call.read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void write(SessionFrame frame) throws IOException {
        try {
            if (!call.write(frame)) {
                throw new IOException("the session has ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void end() {
        call.halfClose();
    }

    @Override
    public void close() {
        call.cancel("the session is over");
    }
}
