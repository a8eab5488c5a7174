package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches over WebSockets, with a message for each event. */
class WebSocketWatchIT {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String WATCH = MAPS + "?watch=1&fieldSelector=metadata.name%3Dover-websocket";

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient api = controlPlane.api();

    private WebSocketMessages watch(String path, String accept, String token) {
        WebSocketMessages messages = new WebSocketMessages();
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
        WebSocketMessages messages = watch(WATCH + "&timeoutSeconds=5", "application/json", TestPki.TOKEN);
        createAndDelete();
        eventually("both events", () -> messages.whole().size() == 2);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(messages.whole().poll()).path("type").asText()).isEqualTo("ADDED");
        assertThat(json.readTree(messages.whole().poll()).path("type").asText()).isEqualTo("DELETED");
        eventually("the end", () -> messages.closed() == WebSocket.NORMAL_CLOSURE);
    }

    @Test
    void protobufComesInBinaryMessagesWithoutALength() {
        WebSocketMessages messages = watch(WATCH, "application/vnd.kubernetes.protobuf;stream=watch", TestPki.TOKEN);
        createAndDelete();
        eventually("both events", () -> messages.whole().size() == 2);
        assertThat(List.copyOf(messages.whole()))
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
