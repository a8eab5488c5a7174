package io.gantry.server.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Who is at the other end of a connection.
 *
 * @param local the server's own end
 * @param certificates whose key the client has proved to hold, its own first; none when it has shown none
 */
public record ConnectedClient(InetSocketAddress remote, InetSocketAddress local, X509Certificate[] certificates) {

    private static final AttributeKey<ConnectedClient> KEY = AttributeKey.valueOf(ConnectedClient.class, "client");
    private static final X509Certificate[] NONE = {};

    /** To be asked after the handshake, by the connection's own thread. */
    static ConnectedClient of(Channel connection) {
        Attribute<ConnectedClient> known = connection.attr(KEY);
        if (known.get() == null) {
            known.set(new ConnectedClient(
                    (InetSocketAddress) connection.remoteAddress(),
                    (InetSocketAddress) connection.localAddress(),
                    certificatesOf(connection)));
        }
        return known.get();
    }

    private static X509Certificate[] certificatesOf(Channel connection) {
        SslHandler tls = connection.pipeline().get(SslHandler.class);
        if (tls == null) {
            return NONE;
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException _) {
            return NONE;
        }
    }
}
