package io.gantry.server.remote;

import io.gantry.remote.RemoteServer.CaBundle;
import io.gantry.remote.RemoteServer.SystemTrust;
import io.gantry.remote.RemoteServer.Trust;
import io.gantry.remote.RemoteServer.Unchecked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Makes what TLS needs to know of a server's certificate and of the own one. */
public final class TlsContexts {

    private TlsContexts() {}

    /** Throws {@link IOException} when the trusted certificates cannot be read. */
    public static SSLContext of(Trust trust, Optional<ClientIdentity> identity) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.isPresent() ? keys(identity.get()) : null, trustManagers(trust), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("unable to load root certificates: " + e.getMessage(), e);
        }
    }

    /** Judges certificates by an authority's own. Throws {@link IOException} when that cannot be read. */
    public static X509TrustManager trust(CaBundle authority) throws IOException {
        try {
            return Stream.of(authorities(authority.bundle()))
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IOException("unable to load root certificates: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trustManagers(Trust trust) throws GeneralSecurityException, IOException {
        return switch (trust) {
            case SystemTrust system -> null;
            case CaBundle bundle -> authorities(bundle.bundle());
            case Unchecked unchecked -> new TrustManager[] {new AnyServer()};
        };
    }

    private static TrustManager[] authorities(String bundle) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bundle.getBytes(StandardCharsets.UTF_8)));
        if (found.isEmpty()) {
            throw new IOException("unable to load root certificates: unable to parse bytes as PEM block");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : found) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(ClientIdentity identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "client", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /** For servers of which nothing is to be checked: the user said so ({@code insecureSkipTLSVerify}), or the way to them is trusted. */
    private static final class AnyServer extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
