package io.gantry.server.remote;

import io.gantry.remote.RemoteServer;
import io.gantry.service.ServiceResolver;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Where a connection goes.
 *
 * @param host name or address in what follows "dial tcp"
 * @param connection address to connect to, name to prove
 * @param authority the Host header
 */
record Destination(String host, HttpHost connection, URIAuthority authority) {

    private static final int DEFAULT_PORT = 443;

    /** Throws {@link IOException} when there is no such Service, or nothing behind it. */
    static Destination of(RemoteServer.Location location, ServiceResolver services) throws IOException {
        return switch (location) {
            case RemoteServer.Url url -> of(url.uri());
            case RemoteServer.Service service -> {
                ServiceResolver.Target target = target(service, services);
                HttpHost connection = new HttpHost(
                        "https", InetAddress.getByName(target.host()), service.serverName(), target.port());
                yield new Destination(
                        target.host() + ":" + target.port(),
                        connection,
                        new URIAuthority(service.serverName(), service.port()));
            }
        };
    }

    private static Destination of(URI url) {
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        return new Destination(
                url.getHost() + ":" + port,
                new HttpHost("https", url.getHost(), port),
                new URIAuthority(url.getHost(), url.getPort()));
    }

    private static ServiceResolver.Target target(RemoteServer.Service service, ServiceResolver services)
            throws IOException {
        try {
            return services.resolve(service.namespace(), service.name(), service.port());
        } catch (StatusException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
