package io.gantry.agent.link;

import io.gantry.agent.session.SessionLink;
import io.gantry.node.v1.NodeLinkGrpc.NodeLinkBlockingV2Stub;
import io.gantry.node.v1.SessionAccepted;
import io.gantry.node.v1.SessionFrame;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.util.Optional;

/** A session's frames over a gRPC call that the agent opens. */
final class GrpcSession implements SessionLink {

    private final BlockingClientCall<SessionFrame, SessionFrame> call;

    private final String sessionId;

    private GrpcSession(BlockingClientCall<SessionFrame, SessionFrame> call, String sessionId) {
        this.call = call;
        this.sessionId = sessionId;
    }

    /** Dials back. */
    static SessionLink open(NodeLinkBlockingV2Stub stub, String sessionId) {
        return new GrpcSession(stub.session(), sessionId);
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
            return Optional.ofNullable(call.read());
        } catch (StatusException e) {
            throw new IOException(e.getMessage(), e);
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
        } catch (StatusException e) {
            throw new IOException(e.getMessage(), e);
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
        call.cancel("the session is over", null);
    }
}
