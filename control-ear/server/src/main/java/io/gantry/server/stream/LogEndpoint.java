package io.gantry.server.stream;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.status.StatusException;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's log over a WebSocket, a message for each piece as it comes from the node; the node is held back while the client does not
 * read. The protocol {@code base64.binary.k8s.io} has text messages, any other binary ones. What the client sends is ignored.
 */
public final class LogEndpoint extends Endpoint implements SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogEndpoint.class);
    private static final String BASE64 = "base64.binary.k8s.io";
    public static final List<String> PROTOCOLS = List.of("binary.k8s.io", BASE64);

    /** RFC 6455, section 5.5.1: what a control frame can carry, less the code. */
    private static final int MAX_REASON_BYTES = 123;

    private final ConnectRequest.Logs logs;
    private final SessionOpener sessions;
    private final Streaming streaming;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile Optional<Session> client = Optional.empty();
    private volatile Optional<SessionInput> node = Optional.empty();

    public LogEndpoint(ConnectRequest.Logs logs, SessionOpener sessions, Streaming streaming) {
        this.logs = logs;
        this.sessions = sessions;
        this.streaming = streaming;
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        opened.setMaxIdleTimeout(0); // a container may be silent for long
        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) ignored -> {});
        opened.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) ignored -> {});
        client = Optional.of(opened);
        streaming.tasks().execute(this::open);
    }

    private void open() {
        try {
            SessionInput opened = sessions.open(logs.nodeName(), SessionRequests.of(logs), this);
            node = Optional.of(opened);
            if (client.isEmpty()) {
                opened.cancel();
            }
        } catch (StatusException e) {
            onFailure(e);
        }
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        sending.lock();
        try {
            Session open = client.orElseThrow(() -> new IllegalStateException("the client is gone"));
            if (BASE64.equals(open.getNegotiatedSubprotocol())) {
                open.getBasicRemote().sendText(Base64.getEncoder().encodeToString(data.toByteArray()));
            } else {
                open.getBasicRemote().sendBinary(data.asReadOnlyByteBuffer());
            }
        } catch (IOException e) {
            // ends the session at the node
            throw new IllegalStateException("the client is gone", e);
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onResult(SessionResult result) {
        if (result.getError().isEmpty()) {
            end(CloseReason.CloseCodes.NORMAL_CLOSURE, "");
        } else {
            end(CloseReason.CloseCodes.UNEXPECTED_CONDITION, result.getError());
        }
    }

    @Override
    public void onFailure(StatusException cause) {
        end(CloseReason.CloseCodes.UNEXPECTED_CONDITION, cause.getMessage());
    }

    private void end(CloseReason.CloseCode code, String reason) {
        sending.lock();
        try {
            client.ifPresent(open -> WebSocketEnd.close(open, code, shortened(reason)));
        } finally {
            sending.unlock();
        }
    }

    private static String shortened(String reason) {
        ByteString bytes = ByteString.copyFromUtf8(reason);
        return bytes.size() <= MAX_REASON_BYTES
                ? reason
                : reason.substring(0, Math.min(reason.length(), MAX_REASON_BYTES / 4)) + "...";
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        gone();
    }

    @Override
    public void onError(Session failed, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        gone();
    }

    private void gone() {
        client = Optional.empty();
        node.ifPresent(SessionInput::cancel);
    }
}
