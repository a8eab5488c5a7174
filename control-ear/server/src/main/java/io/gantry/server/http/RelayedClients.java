package io.gantry.server.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletRequest;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where clients come from whose connections are relayed to the application server: for it all of them come from this machine. They are
 * known by the port that the relayed connection comes from, which nobody else can have meanwhile.
 */
@ApplicationScoped
public class RelayedClients {

    private static final String ADDRESS = RelayedClients.class.getName();

    private final Map<Integer, InetSocketAddress> byPort = new ConcurrentHashMap<>();

    /** @param port the relayed connection's own, on this machine */
    public void connected(int port, InetSocketAddress client) {
        byPort.put(port, client);
    }

    public void closed(int port) {
        byPort.remove(port);
    }

    /** Notes on a request of the application server where its client comes from. */
    void identify(ServletRequest request) {
        InetSocketAddress client = byPort.get(request.getRemotePort());
        if (client != null) {
            request.setAttribute(ADDRESS, client.getAddress().getHostAddress());
        }
    }

    /** The address of a request's client, as a number; empty when nobody tells it. */
    static String address(ServletRequest request) {
        return request.getAttribute(ADDRESS) instanceof String noted
                ? noted
                : Optional.ofNullable(request.getRemoteAddr()).orElse("");
    }
}
