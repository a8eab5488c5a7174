package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.api.ConnectRequest;
import io.gantry.channel.ChannelProtocol;
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
            case ApiResponse.Connect connect
            when isChannelled(connect.request()) -> {
                checkProtocol(exchange);
                chain.doFilter(new Handshake(exchange), exchange.response());
            }
            case ApiResponse.Connect connect
            when connect.request() instanceof ConnectRequest.PortForward -> throw noPortForward();
            case ApiResponse.Connect connect -> throw notServed();
            case ApiResponse.Watch watch -> {
                watch.stream().close();
                throw notServed();
            }
            case ApiResponse.Complete complete -> CompleteResponse.write(complete, false, exchange.response());
        }
    }

    private static boolean isChannelled(ConnectRequest request) {
        return switch (request) {
            case ConnectRequest.Exec exec -> true;
            case ConnectRequest.Attach attach -> true;
            case ConnectRequest.Logs logs -> false;
            case ConnectRequest.PortForward forward -> false;
        };
    }

    private static void checkProtocol(Exchange exchange) {
        List<String> offered = RequestHeaders.protocols(exchange.headers());
        if (ChannelProtocol.choose(offered).isEmpty()) {
            throw StatusException.badRequest("none of the offered subprotocols is supported; offer one of "
                    + String.join(", ", ChannelProtocol.names()));
        }
    }

    /** The right to it is checked and the request is understood; only the way of its streams to the node is missing. */
    static StatusException noPortForward() {
        return StatusException.of(501, "NotImplemented", "this server does not forward ports yet");
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
