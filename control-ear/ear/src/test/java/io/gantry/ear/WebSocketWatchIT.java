package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches over WebSockets, with a message for each event. */
class WebSocketWatchIT {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String WATCH = MAPS + "?watch=1&fieldSelector=metadata.name%3Dover-websocket";

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient api = controlPlane.api();

    /** Keeps every message as text, and how the connection ended. */
    private static final class Messages implements WebSocket.Listener {

        private final Queue<String> whole = new ConcurrentLinkedQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile int closed;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                whole.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                whole.add(bytes.toString(StandardCharsets.ISO_8859_1));
                bytes.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = code;
            return null;
        }
    }

    private Messages watch(String path, String accept, String token) {
        Messages messages = new Messages();
        api.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .buildAsync(URI.create("wss://localhost:" + controlPlane.apiPort() + path), messages)
                .join();
        return messages;
    }

    private void createAndDelete() {
        api.post(MAPS, "{\"metadata\":{\"name\":\"over-websocket\"},\"data\":{\"text\":\"two\\nlines\"}}");
        controlPlane.kubectl().run("delete", "configmap", "over-websocket").expectSuccess();
    }

    @AfterEach
    void delete() {
        controlPlane
                .kubectl()
                .run("delete", "configmap", "over-websocket", "--ignore-not-found")
                .expectSuccess();
    }

    @Test
    void eachEventIsAMessageUntilTheWatchEnds() throws IOException {
        Messages messages = watch(WATCH + "&timeoutSeconds=5", "application/json", TestPki.TOKEN);
        createAndDelete();
        eventually("both events", () -> messages.whole.size() == 2);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(messages.whole.poll()).path("type").asText()).isEqualTo("ADDED");
        assertThat(json.readTree(messages.whole.poll()).path("type").asText()).isEqualTo("DELETED");
        eventually("the end", () -> messages.closed == WebSocket.NORMAL_CLOSURE);
    }

    @Test
    void protobufComesInBinaryMessagesWithoutALength() {
        Messages messages = watch(WATCH, "application/vnd.kubernetes.protobuf;stream=watch", TestPki.TOKEN);
        createAndDelete();
        eventually("both events", () -> messages.whole.size() == 2);
        assertThat(List.copyOf(messages.whole))
                .satisfiesExactly(
                        added -> assertThat(added).startsWith("\n\u0005ADDED"),
                        deleted -> assertThat(deleted).startsWith("\n\u0007DELETED"));
    }

    @Test
    void whoMayNotWatchGetsAnOrdinaryRefusal() {
        assertThatThrownBy(() -> watch(WATCH, "application/json", "wrong"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(refusal -> assertThat(((WebSocketHandshakeException) refusal)
                                .getResponse()
                                .statusCode())
                        .isEqualTo(401));
    }

    private static void eventually(String what, Await.Condition condition) {
        new Await(Duration.ofSeconds(20), what, condition).orFail();
    }
}
