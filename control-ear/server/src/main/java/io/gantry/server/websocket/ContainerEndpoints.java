package io.gantry.server.websocket;

import io.gantry.channel.ChannelProtocol;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths that WebSockets are served on. */
public class ContainerEndpoints implements ServerApplicationConfig {

    private static final String POD = "/api/v1/namespaces/{namespace}/pods/{name}/";

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
        return Stream.of("exec", "attach").map(ContainerEndpoints::config).collect(Collectors.toSet());
    }

    private static ServerEndpointConfig config(String subresource) {
        return ServerEndpointConfig.Builder.create(ContainerEndpoint.class, POD + subresource)
                .subprotocols(ChannelProtocol.names())
                .configurator(new ClientsChoice())
                .build();
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
        return Set.of();
    }

    /** Takes the client's first choice that we speak; the container would take our own. */
    static final class ClientsChoice extends ServerEndpointConfig.Configurator {

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return ChannelProtocol.choose(requested)
                    .map(ChannelProtocol::protocol)
                    .orElse("");
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) throws InstantiationException {
            return type.cast(new ContainerEndpoint());
        }
    }
}
