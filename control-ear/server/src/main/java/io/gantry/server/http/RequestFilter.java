package io.gantry.server.http;

import io.gantry.server.Serving;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Where requests of the application server begin: those that change their connection's protocol, which {@code io.gantry.server.listener} relays
 * to it, and what comes to its own port.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

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
        RequestService.Dispatch throughJaxRs =
                exchange -> chain.doFilter(new BareRequest(exchange.request()), exchange.response());
        service.serve(request, response, throughJaxRs, Optional.empty());
    }
}
