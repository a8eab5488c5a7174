package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.api.ProxyRequest;
import io.gantry.server.ControlPlane;
import io.gantry.server.proxy.BackendExchange;
import io.gantry.server.proxy.ProxiedRequest;
import io.gantry.server.proxy.ProxiedRequest.Framing;
import io.gantry.server.proxy.ProxiedResponse;
import io.gantry.server.stream.ResponseEnd;
import io.gantry.status.StatusException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is passed on to a pod, a service or a node. The request's own thread reads its body, another one writes the response,
 * so that both may flow at once.
 */
final class ProxiedExchange {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedExchange.class);

    private final Exchange exchange;
    private final ControlPlane controlPlane;
    private final ProxyRequest wanted;
    private final ProxiedRequest request;
    private final HttpServletResponse response;
    private final CompletableFuture<BackendExchange> backend = new CompletableFuture<>();
    private final Runnable stop = this::stop;

    private ProxiedExchange(Exchange exchange, ProxyRequest wanted) {
        this.exchange = exchange;
        this.controlPlane = exchange.controlPlane();
        this.wanted = wanted;
        HttpServletRequest from = exchange.request();
        this.request = new ProxiedRequest(
                from.getMethod(),
                Optional.ofNullable(from.getQueryString()).orElse(""),
                exchange.headers(),
                RelayedClients.address(from));
        this.response = exchange.response();
    }

    static void serve(Exchange exchange) throws IOException, ServletException {
        switch (exchange.handleWithoutBody()) {
            case ApiResponse.Proxy proxy -> new ProxiedExchange(exchange, proxy.request()).pass();
            case ApiResponse.Complete complete -> CompleteResponse.write(complete, false, exchange.response());
            case ApiResponse.Watch watch -> throw new IllegalStateException("a proxied path is no watch");
            case ApiResponse.Connect connect -> throw new IllegalStateException("a proxied path is no session");
            case ApiResponse.Upgrade upgrade -> throw new IllegalStateException("a proxied path is of this server");
            case ApiResponse.Remote remote -> {
                remote.response().close();
                throw new IllegalStateException("a proxied path is of this server");
            }
        }
    }

    private void pass() throws IOException, ServletException {
        if (request.wantsUpgrade()) {
            upgrade();
            return;
        }
        PushbackInputStream body = new PushbackInputStream(exchange.request().getInputStream());
        Framing framing = framing(body);
        AsyncContext async = exchange.park();
        controlPlane.streaming().began(exchange.request(), stop);
        controlPlane.streaming().tasks().execute(() -> respond(framing, async));
        if (framing != Framing.NONE) {
            upload(body);
        }
    }

    /** HTTP/1.1 announces a body; of HTTP/2 only its first byte tells. */
    private Framing framing(PushbackInputStream body) throws IOException {
        long announced = exchange.request().getContentLengthLong();
        if (announced >= 0) {
            return announced == 0 ? Framing.NONE : Framing.LENGTH;
        }
        int first = body.read();
        if (first < 0) {
            return Framing.NONE;
        }
        body.unread(first);
        return Framing.CHUNKED;
    }

    private void upload(InputStream body) {
        try {
            backend.join().upload(body);
        } catch (CompletionException e) {
            LOG.debug("event=proxied-upload-not-begun cause=\"{}\"", e.getMessage()); // the response says why
        } catch (IOException e) {
            LOG.debug("event=proxied-upload-ended cause=\"{}\"", e.getMessage()); // one of the two ends wants no more
        }
    }

    private void respond(Framing framing, AsyncContext async) {
        try (BackendExchange begun = BackendExchange.begin(controlPlane.sessions(), wanted, request, framing)) {
            backend.complete(begun);
            ProxiedResponse answer = begun.response();
            writeHead(answer);
            begun.download(answer, response.getOutputStream());
        } catch (StatusException e) {
            backend.completeExceptionally(e);
            refuse(e);
        } catch (IOException e) {
            LOG.debug("event=proxied-response-ended cause=\"{}\"", e.getMessage());
            ResponseEnd.breakOff(async);
        } finally {
            controlPlane.streaming().ended(stop);
            ResponseEnd.complete(async);
        }
    }

    private void writeHead(ProxiedResponse answer) throws IOException {
        Tunnel.writeHead(answer.status(), answer.headers(), response);
        if (!answer.headers().containsKey("Content-Length")) {
            // what may come slowly: together with its head the server would keep the first piece back
            response.flushBuffer();
        }
    }

    private void refuse(StatusException refusal) {
        try {
            StatusResponse.write(response, refusal);
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }

    private void stop() {
        backend.thenAccept(BackendExchange::close);
    }

    /** The handshake is the backend's to answer: only when it has agreed does the client's connection become a tunnel. */
    private void upgrade() throws IOException, ServletException {
        Tunnel.checkRoom();
        BackendExchange begun = BackendExchange.begin(controlPlane.sessions(), wanted, request, Framing.NONE);
        try {
            ProxiedResponse answer = begun.response();
            if (Tunnel.isAgreed(answer.status())) {
                Tunnel.begin(exchange, request.upgrade(), answer.headers(), begun.upgraded());
                return;
            }
            writeHead(answer);
            begun.download(answer, response.getOutputStream());
        } catch (IOException | ServletException | RuntimeException e) {
            begun.close();
            throw e;
        }
        begun.close();
    }
}
