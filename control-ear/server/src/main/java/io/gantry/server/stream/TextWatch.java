package io.gantry.server.stream;

import jakarta.websocket.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends each event, a line of JSON, as a text message. */
record TextWatch(Session client) implements WatchClient {

    @Override
    public void send(List<byte[]> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        events.forEach(lines::writeBytes);
        try {
            for (String event : lines.toString(StandardCharsets.UTF_8).lines().toList()) {
                client.getBasicRemote().sendText(event);
            }
        } catch (IllegalStateException e) {
            throw new IOException("the client is gone", e);
        }
    }

    @Override
    public void end() {
        WebSocketEnd.close(client);
    }
}
