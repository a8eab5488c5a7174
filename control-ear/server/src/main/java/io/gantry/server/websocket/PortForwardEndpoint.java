package io.gantry.server.websocket;

import io.gantry.api.ConnectRequest;
import io.gantry.channel.ChannelFraming;
import io.gantry.gateway.SessionOpener;
import io.gantry.server.stream.Streaming;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Port-forward with one connection to each port that the request names, and two channels for each. */
final class PortForwardEndpoint extends Endpoint {

    static final String BINARY = "v4.channel.k8s.io";
    static final String BASE64 = "v4.base64.channel.k8s.io";

    private static final Logger LOG = LoggerFactory.getLogger(PortForwardEndpoint.class);

    private final ConnectRequest.PortForward forward;
    private final SessionOpener sessions;
    private final Streaming streaming;
    private volatile List<ForwardedPort> ports = List.of();

    PortForwardEndpoint(ConnectRequest.PortForward forward, SessionOpener sessions, Streaming streaming) {
        this.forward = forward;
        this.sessions = sessions;
        this.streaming = streaming;
    }

    @Override
    public void onOpen(Session client, EndpointConfig config) {
        ChannelFraming framing =
                BASE64.equals(client.getNegotiatedSubprotocol()) ? ChannelFraming.BASE64 : ChannelFraming.BINARY;
        ChannelClient channels = new ChannelClient(client, framing);
        AtomicInteger open = new AtomicInteger(forward.ports().size());
        Runnable ended = () -> {
            if (open.decrementAndGet() == 0) {
                channels.close();
            }
        };
        ports = IntStream.range(0, forward.ports().size())
                .mapToObj(place -> new ForwardedPort(forward, place, framing, channels, ended))
                .toList();
        channels.listen(message -> framing.read(message).ifPresent(this::pass));
        ports.forEach(port -> streaming.tasks().execute(() -> port.open(sessions)));
    }

    private void pass(ChannelFraming.Message message) {
        boolean isData = message.channel() % 2 == 0;
        if (isData && message.channel() / 2 < ports.size()) {
            ports.get(message.channel() / 2).send(message.data());
        }
    }

    @Override
    public void onClose(Session client, CloseReason reason) {
        ports.forEach(ForwardedPort::close);
    }

    @Override
    public void onError(Session client, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        ports.forEach(ForwardedPort::close);
    }
}
