package io.gantry.server.websocket;

import com.google.protobuf.ByteString;
import io.gantry.channel.Channel;
import io.gantry.channel.ChannelProtocol;
import io.gantry.channel.ClientMessage;
import io.gantry.channel.SessionEnd;
import io.gantry.gateway.NodeSession;
import io.gantry.gateway.NodeSessions;
import io.gantry.gateway.SessionHandler;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.stream.WebSocketEnd;
import io.gantry.status.StatusException;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bridges one exec or attach between a client's WebSocket and the session with the container's node. Neither side is read from while
 * the other does not take what was read.
 */
final class ContainerSession implements SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerSession.class);
    private static final int INTERNAL = 500;

    private final Session client;
    private final ChannelProtocol protocol;
    private final ReentrantLock sending = new ReentrantLock();
    private final CompletableFuture<NodeSession> node = new CompletableFuture<>();

    ContainerSession(Session client, ChannelProtocol protocol) {
        this.client = client;
        this.protocol = protocol;
    }

    /** Waits until the node has dialled back; the client hears of a failure. */
    void open(NodeSessions sessions, String nodeName, SessionRequest request) {
        try {
            node.complete(sessions.open(nodeName, request, this));
        } catch (StatusException e) {
            node.completeExceptionally(e);
            onFailure(e);
        }
    }

    /** A message of the client's; waits while the node takes no more. */
    void onMessage(ByteBuffer message) {
        try {
            switch (protocol.read(message)) {
                case ClientMessage.Stdin stdin ->
                    node.join().send(io.gantry.node.v1.Channel.STDIN, ByteString.copyFrom(stdin.data()));
                case ClientMessage.CloseStdin close -> node.join().closeChannel(io.gantry.node.v1.Channel.STDIN);
                case ClientMessage.Resize size -> node.join().resize(size.width(), size.height());
                case ClientMessage.Nothing nothing -> {}
            }
        } catch (StatusException | CompletionException e) {
            LOG.debug(
                    "event=input-dropped cause=\"{}\"",
                    e.getMessage()); // the session is over, and its end is on its way
        }
    }

    /** The client is gone. */
    void close() {
        node.whenComplete((session, failure) -> {
            if (session != null) {
                session.cancel();
            }
        });
    }

    @Override
    public void onData(io.gantry.node.v1.Channel channel, ByteString data) {
        Channel to = channel == io.gantry.node.v1.Channel.STDERR ? Channel.STDERR : Channel.STDOUT;
        send(ChannelProtocol.write(to, data.asReadOnlyByteBuffer()));
    }

    @Override
    public void onResult(SessionResult result) {
        boolean served = result.getError().isEmpty();
        int code = result.getHttpStatus() == 0 ? INTERNAL : result.getHttpStatus();
        finish(served ? new SessionEnd.Exited(result.getExitCode()) : new SessionEnd.Failed(code, result.getError()));
    }

    @Override
    public void onFailure(StatusException cause) {
        finish(new SessionEnd.Failed(cause.code(), cause.getMessage()));
    }

    private void finish(SessionEnd end) {
        try {
            send(end.frame());
            WebSocketEnd.close(client);
        } catch (IllegalStateException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }

    private void send(ByteBuffer frame) {
        sending.lock();
        try {
            client.getBasicRemote().sendBinary(frame);
        } catch (IOException e) {
            throw new IllegalStateException("the client is gone", e);
        } finally {
            sending.unlock();
        }
    }
}
