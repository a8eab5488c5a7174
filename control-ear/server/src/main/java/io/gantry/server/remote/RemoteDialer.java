package io.gantry.server.remote;

import io.gantry.remote.RemoteServer;
import io.gantry.remote.RemoteServer.Unchecked;
import io.gantry.service.ServiceResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;

/** Opens connections over TLS that are used for one exchange only: those that become connections of another protocol. */
public final class RemoteDialer {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final ServiceResolver services;
    private final Optional<ClientIdentity> identity;

    /** @param identity shown to servers that ask for a certificate */
    public RemoteDialer(ServiceResolver services, Optional<ClientIdentity> identity) {
        this.services = services;
        this.identity = identity;
    }

    /** A socket whose other end has proved who it is; reads from it wait for ever. Throws what is wrong in the words of upstream. */
    public Socket dial(RemoteServer server) throws IOException {
        Destination destination = Destination.of(server.location(), services);
        Socket plain = new Socket();
        try {
            plain.connect(address(destination.connection()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            Socket secured = secured(plain, destination.connection(), server);
            plain.setSoTimeout(0);
            return secured;
        } catch (IOException e) {
            plain.close();
            throw new IOException(ConnectionFailure.text(e, destination.host()), e);
        }
    }

    private static InetSocketAddress address(HttpHost host) throws IOException {
        InetAddress address = host.getAddress() == null ? InetAddress.getByName(host.getHostName()) : host.getAddress();
        return new InetSocketAddress(address, host.getPort());
    }

    private Socket secured(Socket plain, HttpHost host, RemoteServer server) throws IOException {
        SSLSocket socket = (SSLSocket) TlsContexts.of(server.trust(), identity)
                .getSocketFactory()
                .createSocket(plain, host.getHostName(), host.getPort(), true);
        if (!(server.trust() instanceof Unchecked)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }
}
