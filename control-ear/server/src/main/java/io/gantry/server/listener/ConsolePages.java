package io.gantry.server.listener;

import io.gantry.proxy.ForwardedHeaders;
import io.gantry.remote.RemoteServer;
import io.gantry.server.remote.TlsContexts;
import io.gantry.server.stream.ResponseEnd;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's files, which the application server has, for browsers that ask for them over HTTP/2. */
final class ConsolePages implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsolePages.class);
    private static final String ROOT = "/console";
    private static final int CONNECTIONS = 16;

    /** They have no bodies, and what they ask for is a file. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final HttpHost server;
    private final CloseableHttpClient client;

    /**
     * Throws {@link IOException} when the authority cannot be read.
     *
     * @param server the application server's HTTPS endpoint, on this machine: its certificate must be the cluster's, for whatever name
     * @param pki the directory of ca.crt
     */
    ConsolePages(InetSocketAddress server, Path pki) throws IOException {
        this.server = new HttpHost(URIScheme.HTTPS.id, server.getAddress(), server.getPort());
        RemoteServer.CaBundle authority = new RemoteServer.CaBundle(Files.readString(pki.resolve("ca.crt")));
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                                TlsContexts.of(authority, Optional.empty()),
                                HostnameVerificationPolicy.CLIENT,
                                NoopHostnameVerifier.INSTANCE))
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    static boolean isOne(HttpServletRequest request) {
        String path = request.getRequestURI();
        return METHODS.contains(request.getMethod()) && (path.equals(ROOT) || path.startsWith(ROOT + "/"));
    }

    void serve(AsyncContext stream) {
        HttpServletResponse response = (HttpServletResponse) stream.getResponse();
        try (ClassicHttpResponse answer =
                client.executeOpen(server, message((HttpServletRequest) stream.getRequest()), null)) {
            response.setStatus(answer.getCode());
            for (Header header : answer.getHeaders()) {
                if (!ForwardedHeaders.HOP_BY_HOP.contains(header.getName().toLowerCase(Locale.ROOT))) {
                    response.addHeader(header.getName(), header.getValue());
                }
            }
            if (answer.getEntity() != null) {
                answer.getEntity().writeTo(response.getOutputStream());
            }
        } catch (IOException e) {
            LOG.debug("event=console-file-not-sent cause=\"{}\"", e.getMessage());
        } finally {
            ResponseEnd.complete(stream);
        }
    }

    private static HttpUriRequestBase message(HttpServletRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.getMethod(), URI.create("/"));
        message.setScheme(URIScheme.HTTPS.id);
        message.setPath(request.getRequestURI());
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> message.addHeader(name, value));
        }
        return message;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
