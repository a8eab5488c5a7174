package io.gantry.server.stream;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Answers the handshake of a WebSocket with an endpoint that is made for it. */
public final class GivenEndpoint extends ServerEndpointConfig.Configurator {

    private final Endpoint endpoint;

    private GivenEndpoint(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** @param protocols those that the endpoint speaks; it also serves a client that offers none of them */
    public static void upgrade(
            Endpoint endpoint, List<String> protocols, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        ServerContainer container =
                (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(endpoint.getClass(), "/")
                .subprotocols(protocols)
                .configurator(new GivenEndpoint(endpoint))
                .build();
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }

    /** The client's first choice of those that the endpoint speaks; the container would take the endpoint's. */
    @Override
    public String getNegotiatedSubprotocol(List<String> spoken, List<String> offered) {
        return offered.stream().filter(spoken::contains).findFirst().orElse("");
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(endpoint);
    }
}
