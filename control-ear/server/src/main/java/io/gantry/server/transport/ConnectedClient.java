package io.gantry.server.transport;

import io.gantry.authentication.ClientCertificate;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who is at the other end of a connection.
 *
 * @param local the server's own end
 */
public record ConnectedClient(
        InetSocketAddress remote, InetSocketAddress local, Optional<ClientCertificate> certificate) {}
