package io.gantry.e2e;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Collects what a WebSocket sends, be it binary or text. */
final class WebSocketText implements WebSocket.Listener {

    private final StringBuffer received = new StringBuffer();
    private final CompletableFuture<String> whole = new CompletableFuture<>();

    /** All messages one after the other, when the other side has closed in order. */
    String await(Duration timeout) {
        return whole.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        received.append(StandardCharsets.UTF_8.decode(data));
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        received.append(data);
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        if (code == WebSocket.NORMAL_CLOSURE) {
            whole.complete(received.toString());
        } else {
            whole.completeExceptionally(new IllegalStateException(code + " " + reason));
        }
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        whole.completeExceptionally(error);
    }
}
