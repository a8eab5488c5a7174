package io.gantry.server.stream;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Sends each event as a binary message, which needs no length before it. */
record BinaryWatch(Session client) implements WatchClient {

    private static final int LENGTH_BYTES = 4;

    @Override
    public void send(List<byte[]> events) throws IOException {
        try {
            for (byte[] event : events) {
                client.getBasicRemote()
                        .sendBinary(ByteBuffer.wrap(event, LENGTH_BYTES, event.length - LENGTH_BYTES)
                                .slice());
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
