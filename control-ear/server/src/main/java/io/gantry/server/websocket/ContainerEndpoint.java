package io.gantry.server.websocket;

import io.gantry.api.ApiResponse;
import io.gantry.api.ConnectRequest;
import io.gantry.channel.ChannelProtocol;
import io.gantry.node.v1.SessionRequest;
import io.gantry.server.http.Exchange;
import io.gantry.server.stream.SessionRequests;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket of exec and attach. The request filter has already let the API decide; its answer comes with the principal. */
public class ContainerEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerEndpoint.class);
    private static final String SESSION = ContainerSession.class.getName();

    @Override
    public void onOpen(Session client, EndpointConfig config) {
        Exchange exchange = (Exchange) client.getUserPrincipal();
        ApiResponse.Connect answer = (ApiResponse.Connect) exchange.answer().orElseThrow();
        WebSocketLimits.set(client);
        ChannelProtocol protocol =
                ChannelProtocol.named(client.getNegotiatedSubprotocol()).orElseThrow();
        ContainerSession session = new ContainerSession(client, protocol);
        client.getUserProperties().put(SESSION, session);
        client.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) session::onMessage);
        exchange.controlPlane()
                .streaming()
                .tasks()
                .execute(() -> session.open(
                        exchange.controlPlane().sessions(), answer.request().nodeName(), request(answer.request())));
    }

    private static SessionRequest request(ConnectRequest wanted) {
        return switch (wanted) {
            case ConnectRequest.Exec exec -> SessionRequests.of(exec);
            case ConnectRequest.Attach attach -> SessionRequests.of(attach);
            case ConnectRequest.Logs logs -> throw new IllegalStateException("logs have an endpoint of their own");
            case ConnectRequest.PortForward forward ->
                throw new IllegalStateException("port-forward has an endpoint of its own");
        };
    }

    @Override
    public void onClose(Session client, CloseReason reason) {
        close(client);
    }

    @Override
    public void onError(Session client, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        close(client);
    }

    private static void close(Session client) {
        if (client.getUserProperties().get(SESSION) instanceof ContainerSession session) {
            session.close();
        }
    }
}
