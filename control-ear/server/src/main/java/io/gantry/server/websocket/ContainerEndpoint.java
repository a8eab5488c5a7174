package io.gantry.server.websocket;

import io.gantry.api.ConnectRequest;
import io.gantry.channel.ChannelProtocol;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.SessionRequest;
import io.gantry.server.stream.Streaming;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket of one exec or attach. */
final class ContainerEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerEndpoint.class);

    private final String nodeName;
    private final SessionRequest request;
    private final ConnectRequest.Streams streams;
    private final SessionOpener sessions;
    private final Streaming streaming;
    private volatile Optional<ContainerSession> session = Optional.empty();

    ContainerEndpoint(
            String nodeName,
            SessionRequest request,
            ConnectRequest.Streams streams,
            SessionOpener sessions,
            Streaming streaming) {
        this.nodeName = nodeName;
        this.request = request;
        this.streams = streams;
        this.sessions = sessions;
        this.streaming = streaming;
    }

    @Override
    public void onOpen(Session client, EndpointConfig config) {
        ChannelProtocol protocol =
                ChannelProtocol.named(client.getNegotiatedSubprotocol()).orElseThrow();
        ChannelClient channels = new ChannelClient(client, protocol.framing());
        ContainerSession opened = new ContainerSession(channels, protocol);
        session = Optional.of(opened);
        channels.listen(opened::onMessage);
        streaming.tasks().execute(() -> opened.open(sessions, nodeName, request, streams));
    }

    @Override
    public void onClose(Session client, CloseReason reason) {
        session.ifPresent(ContainerSession::close);
    }

    @Override
    public void onError(Session client, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        session.ifPresent(ContainerSession::close);
    }
}
