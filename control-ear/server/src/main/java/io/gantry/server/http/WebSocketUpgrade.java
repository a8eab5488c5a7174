package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.server.stream.WatchEndpoint;
import io.gantry.server.websocket.SessionSockets;
import io.gantry.status.StatusException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Lets the API decide on a WebSocket before the handshake, so that a refusal is an ordinary Status, and answers the handshake with the
 * endpoint for what it decided.
 */
final class WebSocketUpgrade {

    private WebSocketUpgrade() {}

    static boolean isWanted(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    static void admit(Exchange exchange) throws IOException, ServletException {
        switch (exchange.handle()) {
            case ApiResponse.Connect connect ->
                new SessionSockets(
                                exchange.controlPlane().sessions(),
                                exchange.controlPlane().streaming())
                        .upgrade(
                                connect.request(),
                                RequestHeaders.protocols(exchange.headers()),
                                exchange.request(),
                                exchange.response());
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

    private static StatusException notServed() {
        return StatusException.badRequest("this request is not served over WebSocket");
    }
}
