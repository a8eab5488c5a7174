package io.gantry.server.websocket;

import io.gantry.channel.ChannelProtocol;
import io.gantry.server.http.WebSocketProtocols;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;

/** The paths that WebSockets are served on. */
public class ContainerEndpoints implements ServerApplicationConfig {

    private static final String POD = "/api/v1/namespaces/{namespace}/pods/{name}/";

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
        return Set.of(
                config("exec", ContainerEndpoint.class, ChannelProtocol.names()),
                config("attach", ContainerEndpoint.class, ChannelProtocol.names()),
                config("portforward", PortForwardEndpoint.class, List.of(WebSocketProtocols.TUNNEL)));
    }

    private static ServerEndpointConfig config(
            String subresource, Class<? extends Endpoint> endpoint, List<String> protocols) {
        return ServerEndpointConfig.Builder.create(endpoint, POD + subresource)
                .subprotocols(protocols)
                .configurator(new ClientsChoice(protocols))
                .build();
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
        return Set.of();
    }

    /** Takes the client's first choice that we speak; the container would take our own. */
    static final class ClientsChoice extends ServerEndpointConfig.Configurator {

        private final List<String> spoken;

        ClientsChoice(List<String> spoken) {
            this.spoken = spoken;
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return requested.stream().filter(spoken::contains).findFirst().orElse("");
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) throws InstantiationException {
            return type.cast(type == PortForwardEndpoint.class ? new PortForwardEndpoint() : new ContainerEndpoint());
        }
    }
}
