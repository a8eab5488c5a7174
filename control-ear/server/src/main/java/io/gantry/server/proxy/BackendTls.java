package io.gantry.server.proxy;

import io.gantry.remote.RemoteServer.Unchecked;
import io.gantry.server.remote.TlsContexts;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS to backends. Their certificates are not checked, as upstream's proxy does not: pods have none that the API server could know, and
 * the way to them, over the node's link, is authenticated already.
 */
final class BackendTls {

    private static final SSLContext CONTEXT = context();

    private BackendTls() {}

    static Socket over(BackendConnection plain, String host) throws IOException {
        SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket(plain, host, 0, true);
        socket.setUseClientMode(true);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext context() {
        try {
            return TlsContexts.of(new Unchecked(), Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException("the platform has no TLS", e);
        }
    }
}
