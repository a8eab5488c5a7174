package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.api.ConnectRequest;
import io.gantry.server.ControlPlane;
import io.gantry.server.spdy.SpdySessions;
import io.gantry.server.upgrade.UpgradedConnection;
import io.gantry.status.StatusException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns an HTTP/1.1 connection into one of SPDY/3.1, once the API has admitted the request. */
final class SpdyUpgrade {

    private static final String SPDY = "SPDY/3.1";
    private static final String PROTOCOL = "X-Stream-Protocol-Version";
    private static final String ACCEPTED = "X-Accepted-Stream-Protocol-Versions";

    private SpdyUpgrade() {}

    static boolean isWanted(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase(SPDY);
    }

    static void admit(Exchange exchange) throws IOException, ServletException {
        switch (exchange.handle()) {
            case ApiResponse.Connect connect -> upgrade(exchange, connect.request());
            case ApiResponse.Watch watch -> {
                watch.stream().close();
                throw notServed();
            }
            case ApiResponse.Proxy proxy -> throw notServed();
            case ApiResponse.Upgrade upgrade -> RemoteUpgrade.serve(exchange, upgrade);
            case ApiResponse.Remote remote -> {
                remote.response().close();
                throw notServed();
            }
            case ApiResponse.Complete complete -> CompleteResponse.write(complete, false, exchange.response());
        }
    }

    private static void upgrade(Exchange exchange, ConnectRequest wanted) throws IOException, ServletException {
        List<String> spoken = SpdySessions.protocols(wanted);
        if (spoken.isEmpty()) {
            throw notServed();
        }
        HttpServletResponse response = exchange.response();
        List<String> offered = offered(exchange);
        Optional<String> protocol = SpdySessions.choose(wanted, offered);
        if (protocol.isEmpty()) {
            spoken.forEach(accepted -> response.addHeader(ACCEPTED, accepted));
            throw StatusException.of(
                    403,
                    "Forbidden",
                    "unable to upgrade: unable to negotiate protocol: client supports [%s], server accepts [%s]"
                            .formatted(String.join(" ", offered), String.join(" ", spoken)));
        }
        if (!UpgradedConnection.hasRoom()) {
            throw StatusException.of(429, "TooManyRequests", "too many SPDY connections, please try again later");
        }
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Upgrade", SPDY);
        if (!protocol.get().isEmpty()) {
            response.setHeader(PROTOCOL, protocol.get());
        }
        ControlPlane controlPlane = exchange.controlPlane();
        SpdySessions sessions = new SpdySessions(controlPlane.sessions(), controlPlane.streaming());
        exchange.request()
                .upgrade(UpgradedConnection.class)
                .serve(wire -> sessions.begin(wanted, protocol.get(), wire));
    }

    private static List<String> offered(Exchange exchange) {
        return Stream.of(exchange.headers().joined(PROTOCOL).split(","))
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }

    private static StatusException notServed() {
        return StatusException.badRequest("this request is not served over SPDY");
    }
}
