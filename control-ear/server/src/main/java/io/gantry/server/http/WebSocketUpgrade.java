package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.api.ConnectRequest;
import io.gantry.server.stream.LogEndpoint;
import io.gantry.server.stream.WatchEndpoint;
import io.gantry.status.StatusException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;
import java.util.List;

/**
 * Lets the API decide on a WebSocket before the handshake, so that a refusal is an ordinary Status, and hands what it decided to the
 * endpoint.
 */
final class WebSocketUpgrade {

    private WebSocketUpgrade() {}

    static boolean isWanted(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    static void admit(Exchange exchange, FilterChain chain) throws IOException, ServletException {
        switch (exchange.handle()) {
            case ApiResponse.Connect(ConnectRequest.Logs logs, List<String> warnings) ->
                LogEndpoint.upgrade(
                        logs,
                        exchange.controlPlane().sessions(),
                        exchange.controlPlane().streaming(),
                        exchange.request(),
                        exchange.response());
            case ApiResponse.Connect connect -> {
                checkProtocol(exchange, connect.request());
                chain.doFilter(new Handshake(exchange), exchange.response());
            }
            case ApiResponse.Watch watch ->
                WatchEndpoint.upgrade(
                        watch, exchange.controlPlane().streaming(), exchange.request(), exchange.response());
            case ApiResponse.Proxy proxy -> throw notServed();
            case ApiResponse.Upgrade upgrade -> RemoteUpgrade.serve(exchange, upgrade);
            case ApiResponse.Remote remote -> {
                remote.response().close();
                throw notServed();
            }
            case ApiResponse.Complete complete -> CompleteResponse.write(complete, false, exchange.response());
        }
    }

    private static void checkProtocol(Exchange exchange, ConnectRequest request) {
        List<String> spoken = WebSocketProtocols.of(request);
        List<String> offered = RequestHeaders.protocols(exchange.headers());
        if (offered.stream().noneMatch(spoken::contains)) {
            throw StatusException.badRequest(
                    "none of the offered subprotocols is supported; offer one of " + String.join(", ", spoken));
        }
    }

    private static StatusException notServed() {
        return StatusException.badRequest("this request is not served over WebSocket");
    }

    /** The principal of the handshake is all that reaches the endpoint. */
    private static final class Handshake extends HttpServletRequestWrapper {

        private final Exchange exchange;

        Handshake(Exchange exchange) {
            super(exchange.request());
            this.exchange = exchange;
        }

        @Override
        public Principal getUserPrincipal() {
            return exchange;
        }
    }
}
