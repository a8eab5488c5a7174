package io.gantry.server.http;

import io.gantry.authentication.ClientCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletRequest;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who the clients are whose connections are relayed to the application server: for it all of them are this machine. They are known by
 * the address and port that the relayed connection comes from, which nobody else can have meanwhile.
 */
@ApplicationScoped
public class RelayedClients {

    /** The attribute of a request that has a {@link ClientCertificate}. */
    public static final String CERTIFICATE = ClientCertificate.class.getName();

    private static final String ADDRESS = RelayedClients.class.getName();
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private record Client(String address, Optional<ClientCertificate> certificate) {}

    private record Relayed(String address, int port) {}

    private final Map<Relayed, Client> clients = new ConcurrentHashMap<>();

    /** @param own the relayed connection's, on this machine */
    public void connected(InetSocketAddress own, InetSocketAddress client, Optional<ClientCertificate> certificate) {
        clients.put(key(own), new Client(client.getAddress().getHostAddress(), certificate));
    }

    public void closed(InetSocketAddress own) {
        clients.remove(key(own));
    }

    private static Relayed key(InetSocketAddress own) {
        return new Relayed(own.getAddress().getHostAddress(), own.getPort());
    }

    /** Notes on a request of the application server who its client is. */
    void identify(ServletRequest request) {
        Client client = clients.get(new Relayed(request.getRemoteAddr(), request.getRemotePort()));
        if (client != null) {
            request.setAttribute(ADDRESS, client.address());
            request.setAttribute(CERTIFICATE, client.certificate().orElse(null));
        }
    }

    /** The address of a request's client, as a number; empty when nobody tells it. */
    static String address(ServletRequest request) {
        return request.getAttribute(ADDRESS) instanceof String noted
                ? noted
                : Optional.ofNullable(request.getRemoteAddr()).orElse("");
    }

    /** What a request's client has shown; what it has shown to the application server itself, that has checked. */
    static Optional<ClientCertificate> certificate(ServletRequest request) {
        if (request.getAttribute(CERTIFICATE) instanceof ClientCertificate shown) {
            return Optional.of(shown);
        }
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(ClientCertificate.trusted(chain[0]))
                : Optional.empty();
    }
}
