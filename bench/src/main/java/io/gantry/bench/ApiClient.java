package io.gantry.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Calls of one API server over connections that are kept: one for each caller that waits. HTTP/1.1 over TLS. */
final class ApiClient implements AutoCloseable {

    private static final int BUFFER_CHARS = 4096;

    private final HttpHost server;
    private final CloseableHttpClient client;

    ApiClient(HttpHost server, SSLContext tls, int connections) {
        this.server = server;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .disableConnectionState() // else whoever shows a certificate connects anew each time
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    byte[] body(ClassicHttpRequest request) throws IOException {
        return client.execute(server, request, response -> EntityUtils.toByteArray(response.getEntity()));
    }

    /** A call outside the measurement, which must succeed or find what it wants to make. */
    void require(ClassicHttpRequest request) throws IOException {
        client.execute(server, request, response -> {
            String body = EntityUtils.toString(response.getEntity());
            if (response.getCode() >= 300 && response.getCode() != 409) {
                throw new IOException(
                        request.getMethod() + " " + request.getPath() + ": " + response.getCode() + " " + body);
            }
            return null;
        });
    }

    /** Reads the lines of an endless answer until it ends or the client is closed. */
    void lines(ClassicHttpRequest request, Runnable connected, Consumer<String> line) throws IOException {
        try (ClassicHttpResponse response = client.executeOpen(server, request, null);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(response.getEntity().getContent(), StandardCharsets.ISO_8859_1),
                        BUFFER_CHARS)) {
            connected.run();
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                line.accept(next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
