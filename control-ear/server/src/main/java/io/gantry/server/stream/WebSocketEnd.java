package io.gantry.server.stream;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends WebSockets whose client may be gone already. */
public final class WebSocketEnd {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketEnd.class);

    private WebSocketEnd() {}

    public static void close(Session client) {
        close(client, CloseReason.CloseCodes.NORMAL_CLOSURE, "");
    }

    static void close(Session client, CloseReason.CloseCode code, String reason) {
        try {
            client.close(new CloseReason(code, reason));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }
}
