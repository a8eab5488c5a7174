package io.gantry.e2e;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gathers what arrives over a web socket; where the protocol has channels, the first byte of a message tells its and is left out. */
final class ReceivedText implements WebSocket.Listener {

    private final StringBuffer text = new StringBuffer();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean channels;
    private boolean messageBegins = true;

    private ReceivedText(boolean channels) {
        this.channels = channels;
    }

    static ReceivedText of(String protocol) {
        return new ReceivedText(protocol.contains("channel."));
    }

    String untilClosed(Duration time) throws InterruptedException {
        closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        return text.toString();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        String part = StandardCharsets.UTF_8.decode(data).toString();
        text.append(channels && messageBegins && !part.isEmpty() ? part.substring(1) : part);
        messageBegins = last;
        return WebSocket.Listener.super.onBinary(socket, data, last);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
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
