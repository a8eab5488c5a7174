package io.gantry.server.stream;

import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The TCP connection that a request came over. The server's own address is left out: what differs in nothing else lives as long as one
 * of them does.
 *
 * @param remote never an IPv4 address in the form of an IPv6 one
 */
record ClientConnection(InetAddress remote, int remotePort, int localPort) {

    /** Empty when the server does not tell the client's address as a number. */
    static Optional<ClientConnection> of(ServletRequest request) {
        return address(Optional.ofNullable(request.getRemoteAddr()).orElse(""))
                .map(remote -> new ClientConnection(remote, request.getRemotePort(), request.getLocalPort()));
    }

    private static Optional<InetAddress> address(String text) {
        int zone = text.indexOf('%'); // of a link-local address; the kernel's tables do not show it
        try {
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
