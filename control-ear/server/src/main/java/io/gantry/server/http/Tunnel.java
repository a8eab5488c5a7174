package io.gantry.server.http;

import io.gantry.server.proxy.UpgradedBackend;
import io.gantry.server.proxy.UpgradedTunnel;
import io.gantry.server.upgrade.UpgradedConnection;
import io.gantry.status.StatusException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ties a client's connection to that of a backend, once the backend has agreed to the protocol. */
final class Tunnel {

    private static final int BAD_REQUEST = 400;

    private Tunnel() {}

    /** To be called before the backend is asked. */
    static void checkRoom() {
        if (!UpgradedConnection.hasRoom()) {
            throw StatusException.of(429, "TooManyRequests", "too many upgraded connections, please try again later");
        }
    }

    /** Whether the backend has agreed. Throws when its answer is neither that nor a refusal. */
    static boolean isAgreed(int status) {
        if (status == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            return true;
        }
        if (status < BAD_REQUEST) {
            throw StatusException.of(500, "InternalError", "invalid upgrade response: status code " + status);
        }
        return false;
    }

    static void writeHead(int status, Map<String, List<String>> headers, HttpServletResponse response) {
        response.setStatus(status);
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }

    /** @param headers of the backend's answer */
    static void begin(Exchange exchange, String protocol, Map<String, List<String>> headers, UpgradedBackend backend)
            throws IOException, ServletException {
        HttpServletResponse response = exchange.response();
        writeHead(HttpServletResponse.SC_SWITCHING_PROTOCOLS, headers, response);
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Upgrade", protocol);
        exchange.request()
                .upgrade(UpgradedConnection.class)
                .serve(wire -> UpgradedTunnel.begin(
                        backend, wire, exchange.controlPlane().streaming().tasks()));
    }
}
