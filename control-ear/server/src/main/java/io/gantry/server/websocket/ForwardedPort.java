package io.gantry.server.websocket;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.channel.ChannelFraming;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.stream.SessionRequests;
import io.gantry.status.StatusException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a port of a pod: a channel for its data, and the next one to say what went wrong. */
final class ForwardedPort implements SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedPort.class);

    private final ConnectRequest.PortForward forward;
    private final int port;
    private final int dataChannel;
    private final ChannelFraming framing;
    private final ChannelClient client;
    private final Runnable ended;
    private final CompletableFuture<SessionInput> node = new CompletableFuture<>();

    /**
     * @param place of the port among those that the client asked for, from 0
     * @param ended to be told, once, when nothing more will come
     */
    ForwardedPort(
            ConnectRequest.PortForward forward,
            int place,
            ChannelFraming framing,
            ChannelClient client,
            Runnable ended) {
        this.forward = forward;
        this.port = forward.ports().get(place);
        this.dataChannel = 2 * place;
        this.framing = framing;
        this.client = client;
        this.ended = ended;
    }

    /** Tells the client which port the channels belong to, and connects to it. */
    void open(SessionOpener sessions) {
        try {
            ByteBuffer number = ByteBuffer.allocate(Short.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) port)
                    .flip();
            client.send(framing.write(dataChannel, number));
            client.send(framing.write(dataChannel + 1, number));
            node.complete(sessions.open(forward.nodeName(), SessionRequests.of(forward, port), this));
        } catch (StatusException e) {
            node.completeExceptionally(e);
            onFailure(e);
        } catch (IllegalStateException e) {
            node.completeExceptionally(e);
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }

    /** What the client sends; waits while the node takes no more. */
    void send(ByteBuffer data) {
        try {
            node.join().send(Channel.STDIN, ByteString.copyFrom(data));
        } catch (StatusException | CompletionException e) {
            LOG.debug("event=input-dropped cause=\"{}\"", e.getMessage()); // the connection is over
        }
    }

    /** The client is gone. */
    void close() {
        node.thenAccept(SessionInput::cancel);
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        client.send(framing.write(dataChannel, data.asReadOnlyByteBuffer()));
    }

    @Override
    public void onResult(SessionResult result) {
        finish(result.getError());
    }

    @Override
    public void onFailure(StatusException cause) {
        finish(cause.getMessage());
    }

    private void finish(String why) {
        try {
            if (!why.isEmpty()) {
                String message = "error forwarding port %d to pod %s, uid %s: %s"
                        .formatted(port, forward.pod().name(), forward.pod().uid(), why);
                client.send(framing.write(dataChannel + 1, StandardCharsets.UTF_8.encode(message)));
            }
        } catch (IllegalStateException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        } finally {
            ended.run();
        }
    }
}
