package io.gantry.e2e;

import io.gantry.pki.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The API by plain HTTP with the administrator's token: for loads that kubectl is too slow for, and for bodies that it would refuse. */
public final class ApiClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final String server;
    private final String token;

    /** @param pki the folder in which the launcher keeps the cluster's certificates and the administrator's token */
    public ApiClient(String server, Path pki) {
        this.server = server;
        try {
            this.token = Files.readString(pki.resolve("admin.token")).strip();
            this.client = HttpClient.newBuilder()
                    .sslContext(trusting(pki.resolve("ca.crt")))
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + pki, e);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", Pem.readCertificates(authority).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> send(String method, String path, String json) throws IOException, InterruptedException {
        return send(method, path, "application/json", json);
    }

    public HttpResponse<String> send(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", contentType)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What the server sends within this time, of an answer that may have no end. */
    public String follow(String path, Duration time) throws IOException, InterruptedException {
        InputStream body = client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> copy(body, received));
        reader.join(time);
        body.close();
        return received.toString(StandardCharsets.UTF_8);
    }

    /** Until the end, or until the stream is closed. */
    private static void copy(InputStream body, ByteArrayOutputStream received) {
        byte[] buffer = new byte[8192];
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                received.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            received.write('\n');
        }
    }

    /**
     * What the server sends over a web socket until it closes it, or the time is over.
     *
     * @param input what the client sends first; nothing when it is empty
     */
    public String webSocket(String path, SocketProtocol protocol, String input, Duration time)
            throws InterruptedException {
        ReceivedText received = new ReceivedText(protocol);
        WebSocket.Builder builder = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(TIMEOUT);
        if (!protocol.name().isEmpty()) {
            builder.subprotocols(protocol.name());
        }
        WebSocket socket = builder.buildAsync(URI.create(server.replace("https:", "wss:") + path), received)
                .join();
        try {
            if (!input.isEmpty()) {
                protocol.send(socket, input);
            }
            return received.untilClosed(time);
        } finally {
            socket.abort();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
