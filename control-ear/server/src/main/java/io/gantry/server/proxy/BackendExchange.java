package io.gantry.server.proxy;

import io.gantry.api.ProxyRequest;
import io.gantry.gateway.SessionOpener;
import io.gantry.server.proxy.ProxiedRequest.Framing;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One exchange with a backend. What keeps it from being reached becomes a Status, in upstream's words. */
public final class BackendExchange implements AutoCloseable {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int TOO_MANY = 429;

    private final ProxyRequest wanted;
    private final ProxiedRequest request;
    private final HttpBackend backend;

    private BackendExchange(ProxyRequest wanted, ProxiedRequest request, HttpBackend backend) {
        this.wanted = wanted;
        this.request = request;
        this.backend = backend;
    }

    /** Connects and sends the head of the request. Throws {@link StatusException}. */
    public static BackendExchange begin(
            SessionOpener sessions, ProxyRequest wanted, ProxiedRequest request, Framing framing) {
        BackendConnection connection = connect(sessions, wanted);
        try {
            Socket socket =
                    wanted.tls() ? BackendTls.over(connection, wanted.backend().host()) : connection;
            HttpBackend backend = new HttpBackend(socket);
            backend.send(request.toBackend(wanted, framing));
            if (framing == Framing.NONE) {
                backend.endBody();
            }
            return new BackendExchange(wanted, request, backend);
        } catch (IOException e) {
            connection.close();
            throw unreachable(e);
        } catch (IllegalArgumentException e) {
            connection.close();
            throw StatusException.badRequest("the request cannot be passed on: " + e.getMessage());
        }
    }

    private static BackendConnection connect(SessionOpener sessions, ProxyRequest wanted) {
        try {
            return new BackendConnection(sessions, wanted.backend());
        } catch (StatusException e) {
            throw e.code() == TOO_MANY ? e : unreachable(e);
        }
    }

    private static StatusException unreachable(Exception cause) {
        return StatusException.of(503, "ServiceUnavailable", "error trying to reach service: " + cause.getMessage());
    }

    /** Sends the request's body until its end. */
    public void upload(InputStream body) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            backend.sendBody(buffer, read);
        }
        backend.endBody();
    }

    /** Waits for the response's head. Throws {@link StatusException}. */
    public ProxiedResponse response() {
        try {
            return new ProxiedResponse(backend.response(), wanted, request.host());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Passes the response's body on until its end. */
    public void download(ProxiedResponse response, OutputStream client) throws IOException {
        response.transfer(backend.body(), client);
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
