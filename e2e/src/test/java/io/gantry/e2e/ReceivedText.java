package io.gantry.e2e;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gathers what arrives over a web socket. */
final class ReceivedText implements WebSocket.Listener {

    private final SocketProtocol protocol;
    private final StringBuffer text = new StringBuffer();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final StringBuilder characters = new StringBuilder();

    ReceivedText(SocketProtocol protocol) {
        this.protocol = protocol;
    }

    String untilClosed(Duration time) throws InterruptedException {
        closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        return text.toString();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            text.append(protocol.data(binary.toString(StandardCharsets.UTF_8)));
            binary.reset();
        }
        return WebSocket.Listener.super.onBinary(socket, data, last);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        characters.append(data);
        if (last) {
            text.append(protocol.data(characters.toString()));
            characters.setLength(0);
        }
        return WebSocket.Listener.super.onText(socket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.countDown();
        return WebSocket.Listener.super.onClose(socket, code, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        text.append(error);
        closed.countDown();
    }
}
