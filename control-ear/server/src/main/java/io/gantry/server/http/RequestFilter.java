package io.gantry.server.http;

import io.gantry.server.Serving;
import io.gantry.server.stream.ResponseEnd;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Where requests of the application server begin; those over HTTP/2 do not come here, see {@code io.gantry.server.http2}. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /**
     * So many requests are served by the server's own threads; others at the same time by virtual ones, which may wait for the database
     * or for a slow client without keeping the server from others.
     */
    private static final int OWN_THREADS = 32;

    private final transient Semaphore ownThreads = new Semaphore(OWN_THREADS);

    @Inject
    private transient Serving serving;

    @Inject
    private transient RelayedClients relayed;

    private transient RequestService service;

    @Override
    public void init() {
        service = new RequestService(serving);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        relayed.identify(request);
        if (request.getHeader("Upgrade") != null) {
            service.serve(
                    request,
                    response,
                    through(chain),
                    Optional.empty()); // only the request's own thread can change the protocol
        } else if (ownThreads.tryAcquire()) {
            try {
                if (service.serve(request, response, through(chain), Optional.empty())) {
                    ResponseEnd.send(response);
                }
            } finally {
                ownThreads.release();
            }
        } else {
            serveElsewhere(request, response);
        }
    }

    private void serveElsewhere(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = Exchange.leaveThread(request, response);
        Thread.ofVirtual().name("request").start(() -> service.serve(async));
    }

    /** The request's own thread alone may pass it on to JAX-RS. */
    private static RequestService.Dispatch through(FilterChain chain) {
        return exchange -> chain.doFilter(new BareRequest(exchange.request()), exchange.response());
    }
}
