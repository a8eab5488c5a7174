package io.gantry.server.listener;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Lets every client connect, whatever certificate it shows: one that does not count is answered with 401, as upstream does it, and may show a
 * token beside it.
 *
 * @see ListenerTls#certificate
 */
final class AnyClient extends X509ExtendedTrustManager {

    private final X509TrustManager authority;

    AnyClient(X509TrustManager authority) {
        this.authority = authority;
    }

    /** So that clients with several certificates know which one to show. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new UnsupportedOperationException("servers are not judged here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        throw new UnsupportedOperationException("servers are not judged here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException("servers are not judged here");
    }
}
