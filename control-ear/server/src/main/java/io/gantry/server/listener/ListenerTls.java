package io.gantry.server.listener;

import io.gantry.authentication.ClientCertificate;
import io.gantry.remote.RemoteServer.CaBundle;
import io.gantry.server.remote.TlsContexts;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of connections: the API server's certificate, and the authority of client certificates, from the files that the application
 * server's key stores are made of. A renewed certificate is taken without a restart.
 */
final class ListenerTls {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final Duration REREAD = Duration.ofMinutes(1);

    /** Without elliptic curves' own authenticated ciphers, as some clients with TLS 1.2 are: what Go's servers offer them, too. */
    private static final List<String> OLDER_CIPHERS = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /**
     * @param toServer of connections from here to the application server
     * @param authority of clients' certificates
     */
    private record Contexts(SslContext ofClients, SslContext toServer, X509TrustManager authority) {}

    private final Path pki;
    private final InstantSource clock;
    private Contexts contexts;
    private List<FileTime> written;
    private Instant read;

    /**
     * Throws {@link IOException} when the files cannot be read.
     *
     * @param pki the directory of apiserver.crt, apiserver.key and ca.crt, in PEM
     */
    ListenerTls(Path pki, InstantSource clock) throws IOException {
        this.pki = pki;
        this.clock = clock;
        this.read = clock.instant();
        this.written = written();
        this.contexts = made();
    }

    /** For a new connection of a client. */
    SslContext ofClients() {
        return contexts().ofClients();
    }

    /** For a new connection to the application server, which shows the same certificate, for whatever name. */
    SslContext toServer() {
        return contexts().toServer();
    }

    /** What the client of a connection has shown; empty when it has shown nothing. */
    Optional<ClientCertificate> certificate(SSLSession session) {
        X509Certificate[] chain;
        try {
            Certificate[] shown = session.getPeerCertificates();
            chain = Arrays.copyOf(shown, shown.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
        try {
            contexts()
                    .authority()
                    .checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return Optional.of(ClientCertificate.trusted(chain[0]));
        } catch (CertificateException e) {
            LOG.info(
                    "event=client-certificate-refused subject=\"{}\" cause=\"{}\"",
                    chain[0].getSubjectX500Principal(),
                    e.getMessage());
            return Optional.of(ClientCertificate.untrusted(chain[0]));
        }
    }

    private synchronized Contexts contexts() {
        Instant now = clock.instant();
        if (!read.plus(REREAD).isAfter(now)) {
            read = now;
            readAgain();
        }
        return contexts;
    }

    private void readAgain() {
        try {
            List<FileTime> changed = written();
            if (!changed.equals(written)) {
                contexts = made();
                written = changed;
                LOG.info("event=certificate-read-again");
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("event=certificate-not-read-again cause=\"{}\"", e.toString());
        }
    }

    private List<Path> files() {
        return List.of(pki.resolve("apiserver.crt"), pki.resolve("apiserver.key"), pki.resolve("ca.crt"));
    }

    private List<FileTime> written() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files()) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    private Contexts made() throws IOException {
        List<Path> files = files();
        X509TrustManager authority = TlsContexts.trust(new CaBundle(Files.readString(files.get(2))));
        List<String> ciphers = new ArrayList<>(Http2SecurityUtil.CIPHERS);
        ciphers.addAll(OLDER_CIPHERS);
        SslContext ofClients = SslContextBuilder.forServer(
                        files.get(0).toFile(), files.get(1).toFile())
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .ciphers(ciphers, SupportedCipherSuiteFilter.INSTANCE)
                .trustManager(new AnyClient(authority))
                .clientAuth(ClientAuth.OPTIONAL)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
        SslContext toServer = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .trustManager(files.get(2).toFile())
                .endpointIdentificationAlgorithm(null)
                .build();
        return new Contexts(ofClients, toServer, authority);
    }
}
