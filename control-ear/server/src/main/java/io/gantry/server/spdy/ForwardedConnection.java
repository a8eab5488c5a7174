package io.gantry.server.spdy;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.stream.SessionRequests;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a port of a pod, and its session with the pod's node. Its streams are added by one thread, before it runs. */
final class ForwardedConnection implements SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedConnection.class);

    private final ConnectRequest.PortForward forward;
    private final SessionOpener sessions;
    private final Map<StreamType, SpdyStream> streams = new EnumMap<>(StreamType.class);
    private final SessionPump input = new SessionPump(this::cancel);
    private final CompletableFuture<SessionInput> session = new CompletableFuture<>();
    private int port;

    ForwardedConnection(ConnectRequest.PortForward forward, SessionOpener sessions) {
        this.forward = forward;
        this.sessions = sessions;
    }

    void add(StreamType type, SpdyStream stream) {
        streams.put(type, stream);
    }

    boolean has(StreamType type) {
        return streams.containsKey(type);
    }

    boolean isComplete() {
        return has(StreamType.DATA) && has(StreamType.ERROR);
    }

    StreamReader input() {
        return input;
    }

    /** Connects, and sends what the client sends until that ends. What the pod sends comes by other threads. */
    void run(int to) {
        port = to;
        try {
            SessionInput opened = sessions.open(forward.nodeName(), SessionRequests.of(forward, port), this);
            session.complete(opened);
            input.run(opened);
        } catch (StatusException e) {
            onFailure(e);
        }
    }

    private void cancel() {
        session.thenAccept(SessionInput::cancel);
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        try {
            streams.get(StreamType.DATA).write(data.toByteArray());
        } catch (IOException e) {
            // ends the session at the node
            throw new IllegalStateException("the client is gone", e);
        }
    }

    @Override
    public void onResult(SessionResult result) {
        if (!result.getError().isEmpty()) {
            fail(result.getError());
            return;
        }
        input.stop();
        try {
            streams.get(StreamType.DATA).end();
            streams.get(StreamType.ERROR).end();
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }

    @Override
    public void onFailure(StatusException cause) {
        fail(cause.getMessage());
    }

    private void fail(String why) {
        giveUp("error forwarding port %d to pod %s, uid %s: %s"
                .formatted(port, forward.pod().name(), forward.pod().uid(), why));
    }

    /** Tells the client and lets go of the streams: it may open new ones. */
    void giveUp(String message) {
        input.stop();
        try {
            SpdyStream error = streams.get(StreamType.ERROR);
            if (error != null) {
                error.write(message.getBytes(StandardCharsets.UTF_8));
            }
            for (SpdyStream stream : streams.values()) {
                stream.reset();
            }
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }
}
