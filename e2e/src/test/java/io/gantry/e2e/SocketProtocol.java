package io.gantry.e2e;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A sub-protocol of web sockets.
 *
 * @param name empty when the client offers none
 */
public record SocketProtocol(String name, Messages messages) {

    private static final int STDIN = 0;

    /** What messages begin with. */
    enum Messages {
        CHANNEL,
        DATA
    }

    static SocketProtocol withChannels(String name) {
        return new SocketProtocol(name, Messages.CHANNEL);
    }

    static SocketProtocol withoutChannels(String name) {
        return new SocketProtocol(name, Messages.DATA);
    }

    public static SocketProtocol named(String name) {
        return name.contains("channel.") ? withChannels(name) : withoutChannels(name);
    }

    private boolean isBase64() {
        return name.contains("base64.");
    }

    /** What a message carries, whatever its channel. */
    String data(String message) {
        String data = switch (messages) {
            case CHANNEL -> message.substring(1);
            case DATA -> message;
        };
        return isBase64() ? new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8) : data;
    }

    /** Sends on the first channel. */
    void send(WebSocket socket, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        if (isBase64()) {
            socket.sendText(STDIN + Base64.getEncoder().encodeToString(bytes), true)
                    .join();
        } else {
            ByteBuffer message = ByteBuffer.allocate(bytes.length + 1).put((byte) STDIN);
            socket.sendBinary(message.put(bytes).flip(), true).join();
        }
    }
}
