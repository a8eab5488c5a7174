package io.gantry.server.websocket;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.channel.Channel;
import io.gantry.channel.ChannelProtocol;
import io.gantry.channel.ClientMessage;
import io.gantry.channel.SessionEnd;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.status.StatusException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bridges one exec or attach between a client's WebSocket and the session with the container's node. Neither side is read from while
 * the other does not take what was read.
 */
final class ContainerSession implements SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerSession.class);
    private static final int INTERNAL = 500;

    private final ChannelClient client;
    private final ChannelProtocol protocol;
    private final CompletableFuture<SessionInput> node = new CompletableFuture<>();

    ContainerSession(ChannelClient client, ChannelProtocol protocol) {
        this.client = client;
        this.protocol = protocol;
    }

    /** Waits until the node has dialled back; the client hears of a failure. One that has gone already is served what it sent. */
    void open(SessionOpener sessions, String nodeName, SessionRequest request, ConnectRequest.Streams streams) {
        try {
            send(protocol.write(firstWritable(streams), ByteBuffer.allocate(0)));
            node.complete(sessions.open(nodeName, request, this));
        } catch (StatusException e) {
            node.completeExceptionally(e);
            onFailure(e);
        }
    }

    /** An empty message tells the client that the connection stands. */
    private static Channel firstWritable(ConnectRequest.Streams streams) {
        if (streams.stdout()) {
            return Channel.STDOUT;
        }
        return streams.stderr() ? Channel.STDERR : Channel.ERROR;
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

    /** The client is gone, maybe right after its last input: tools write a file and hang up. */
    void close() {
        node.thenAccept(SessionInput::leave);
    }

    @Override
    public void onData(io.gantry.node.v1.Channel channel, ByteString data) {
        Channel to = channel == io.gantry.node.v1.Channel.STDERR ? Channel.STDERR : Channel.STDOUT;
        send(protocol.write(to, data.asReadOnlyByteBuffer()));
    }

    /** Nobody misses what a client that is gone would have been sent; its command goes on until it has read its input. */
    private void send(ByteBuffer message) {
        try {
            client.send(message);
        } catch (IllegalStateException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
            close();
        }
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
        protocol.write(end).ifPresent(this::send);
        client.close();
    }
}
