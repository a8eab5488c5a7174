package io.gantry.server.websocket;

import jakarta.websocket.Session;
import java.time.Duration;

/** Bounds of every WebSocket. */
final class WebSocketLimits {

    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** As upstream's streaming-connection-idle-timeout. */
    private static final Duration IDLE = Duration.ofHours(4);

    private WebSocketLimits() {}

    static void set(Session client) {
        client.setMaxIdleTimeout(IDLE.toMillis());
        client.setMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
    }
}
