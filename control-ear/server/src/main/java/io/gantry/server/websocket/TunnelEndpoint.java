package io.gantry.server.websocket;

import io.gantry.api.ConnectRequest;
import io.gantry.server.spdy.SpdyConnection;
import io.gantry.server.spdy.SpdySessions;
import io.gantry.server.stream.WebSocketEnd;
import io.gantry.server.upgrade.Wire;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Port-forward through a tunnel for SPDY (KEP-4006), whose frames may be cut anywhere by the messages. */
final class TunnelEndpoint extends Endpoint {

    static final String PROTOCOL = "SPDY/3.1+" + SpdySessions.PORT_FORWARD;

    private static final Logger LOG = LoggerFactory.getLogger(TunnelEndpoint.class);

    private final ConnectRequest.PortForward forward;
    private final SpdySessions sessions;
    private volatile Optional<SpdyConnection> connection = Optional.empty();

    TunnelEndpoint(ConnectRequest.PortForward forward, SpdySessions sessions) {
        this.forward = forward;
        this.sessions = sessions;
    }

    @Override
    public void onOpen(Session client, EndpointConfig config) {
        WebSocketLimits.set(client);
        SpdyConnection begun = sessions.begin(forward, SpdySessions.PORT_FORWARD, new Messages(client));
        connection = Optional.of(begun);
        client.addMessageHandler(
                ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) message -> receive(begun, message));
    }

    private static void receive(SpdyConnection connection, ByteBuffer message) {
        try {
            connection.receive(message);
        } catch (IOException e) {
            LOG.debug("event=tunnel-ended cause=\"{}\"", e.getMessage());
            connection.close();
        }
    }

    @Override
    public void onClose(Session client, CloseReason reason) {
        connection.ifPresent(SpdyConnection::disconnected);
    }

    @Override
    public void onError(Session client, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        connection.ifPresent(SpdyConnection::disconnected);
    }

    private record Messages(Session client) implements Wire {

        @Override
        public void send(byte[] bytes) throws IOException {
            try {
                client.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
            } catch (IllegalStateException e) {
                throw new IOException("the client is gone", e);
            }
        }

        @Override
        public void close() {
            WebSocketEnd.close(client);
        }
    }
}
