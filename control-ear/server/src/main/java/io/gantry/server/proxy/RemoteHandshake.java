package io.gantry.server.proxy;

import io.gantry.api.ApiResponse;
import io.gantry.remote.RemoteRequest;
import io.gantry.server.remote.RemoteDialer;
import io.gantry.status.StatusException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a server outside of the control plane to change the protocol of a connection. What keeps it from answering becomes a Status. */
public final class RemoteHandshake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteHandshake.class);

    /** Upstream's {@code --request-timeout}. */
    private static final int ANSWER_MILLIS = (int) Duration.ofMinutes(1).toMillis();

    /** As upstream's streaming-connection-idle-timeout. */
    private static final int IDLE_MILLIS = (int) Duration.ofHours(4).toMillis();

    private final HttpBackend backend;
    private final int status;
    private final Map<String, List<String>> headers;

    private RemoteHandshake(HttpBackend backend, HttpResponse response) {
        this.backend = backend;
        this.status = response.status().code();
        this.headers = HttpBackend.passedOn(response);
    }

    /** Connects, asks and waits for the head of the answer. Throws {@link StatusException}. */
    public static RemoteHandshake begin(RemoteDialer dialer, ApiResponse.Upgrade wanted) {
        try {
            Socket socket = dialer.dial(wanted.server());
            HttpBackend backend = new HttpBackend(socket);
            try {
                socket.setSoTimeout(ANSWER_MILLIS);
                backend.send(head(wanted));
                backend.endBody();
                RemoteHandshake handshake = new RemoteHandshake(backend, backend.response());
                socket.setSoTimeout(IDLE_MILLIS);
                return handshake;
            } catch (IOException | RuntimeException e) {
                backend.close();
                throw e;
            }
        } catch (IOException e) {
            LOG.warn(
                    "event=upgrade-failed server={} error=\"{}\"",
                    wanted.server().location().origin(),
                    e.getMessage());
            throw StatusException.of(503, "ServiceUnavailable", "error trying to reach service: " + e.getMessage());
        }
    }

    private static HttpRequest head(ApiResponse.Upgrade wanted) {
        RemoteRequest request = wanted.request();
        HttpRequest head = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.pathAndQuery());
        request.headers().forEach((name, values) -> head.headers().add(name, values));
        String origin = wanted.server().location().origin();
        head.headers().set(HttpHeaderNames.HOST, origin.substring(origin.indexOf("//") + 2));
        return head;
    }

    public int status() {
        return status;
    }

    /** Without those of one connection only. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Passes on what the server says when it does not agree. */
    public void download(OutputStream client) throws IOException {
        try (InputStream body = backend.body()) {
            body.transferTo(client);
        }
    }

    /** After 101: the connection as both ends now use it. */
    public UpgradedBackend upgraded() {
        return backend;
    }

    @Override
    public void close() {
        backend.close();
    }
}
