package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.server.proxy.RemoteHandshake;
import jakarta.servlet.ServletException;
import java.io.IOException;

/** A WebSocket or SPDY connection to an extension server: the handshake is that server's to answer. */
final class RemoteUpgrade {

    private RemoteUpgrade() {}

    static void serve(Exchange exchange, ApiResponse.Upgrade wanted) throws IOException, ServletException {
        Tunnel.checkRoom();
        RemoteHandshake handshake =
                RemoteHandshake.begin(exchange.controlPlane().extensions(), wanted);
        try {
            if (Tunnel.isAgreed(handshake.status())) {
                String protocol = exchange.headers().first("Upgrade");
                Tunnel.begin(exchange, protocol, handshake.headers(), handshake.upgraded());
                return;
            }
            Tunnel.writeHead(handshake.status(), handshake.headers(), exchange.response());
            handshake.download(exchange.response().getOutputStream());
        } catch (IOException | ServletException | RuntimeException e) {
            handshake.close();
            throw e;
        }
        handshake.close();
    }
}
