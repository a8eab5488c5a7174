package io.gantry.server.websocket;

import io.gantry.api.ApiResponse;
import io.gantry.server.ControlPlane;
import io.gantry.server.http.Exchange;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket of port-forward: a tunnel for SPDY, whose frames may be cut anywhere by the messages. */
public class PortForwardEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(PortForwardEndpoint.class);
    private static final String CONNECTION = SpdyConnection.class.getName();

    @Override
    public void onOpen(Session client, EndpointConfig config) {
        Exchange exchange = (Exchange) client.getUserPrincipal();
        ApiResponse.Connect answer = (ApiResponse.Connect) exchange.answer().orElseThrow();
        WebSocketLimits.set(client);
        ControlPlane controlPlane = exchange.controlPlane();
        SpdyConnection connection = new SpdySessions(controlPlane.sessions(), controlPlane.streaming())
                .begin(answer.request(), SpdySessions.PORT_FORWARD, new Messages(client));
        client.getUserProperties().put(CONNECTION, connection);
        client.addMessageHandler(
                ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) message -> receive(connection, message));
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
        disconnect(client);
    }

    @Override
    public void onError(Session client, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        disconnect(client);
    }

    private static void disconnect(Session client) {
        if (client.getUserProperties().get(CONNECTION) instanceof SpdyConnection connection) {
            connection.disconnected();
        }
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
