package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.node.NodeDelta;
import io.gantry.node.v1.ClusterSettings;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.SessionRequest;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxTest {

    private final Outbox outbox = new Outbox(3, ClusterSettings.getDefaultInstance());

    @ParameterizedTest(name = "{0} sends {1}")
    @CsvSource({
        "+a1, +a1",
        "+a1 +b2, +a1 +b2",
        "+a1 +a2, +a2", // only the newest
        "+a1 +b2 +a3, +b2 +a3", // and not before what it may use
        "+a1 -a, -a", // removals are never dropped
        "-a +a2, -a +a2", // the successor does not hide that the first is gone
        "-a +a2 +a3, -a +a3",
        "-a +a2 -a, -a",
    })
    void waitingChangesAreJoined(String queued, String sent) {
        outbox.changes(deltas(queued));

        assertThat(drained()).isEqualTo(sent);
    }

    @ParameterizedTest(name = "snapshot {0}, then {1} sends {2}")
    @CsvSource({
        "'', '', complete",
        "+a1, '', +a1 complete",
        "+a1 +b1, +a2, +b1 +a2 complete", // a newer state still belongs to the snapshot
        "+a1 +b1, -a, +b1 -a complete",
        "+a1, +c2, +a1 complete +c2",
    })
    void theSnapshotIsCompleteWhenAllOfItWasSent(String snapshot, String changes, String sent) {
        outbox.snapshot(deltas(snapshot));
        outbox.changes(deltas(changes));

        assertThat(drained()).isEqualTo(sent);
    }

    @Test
    void requestsOvertakeObjects() {
        outbox.changes(deltas("+a1"));
        outbox.urgent(ControlMessage.newBuilder()
                .setSessionRequest(SessionRequest.getDefaultInstance())
                .build());

        assertThat(drained()).isEqualTo("session +a1");
    }

    @ParameterizedTest
    @CsvSource({"+a1 +b1 +c1, true", "+a1 +b1 +c1 +a2, true", "+a1 +b1 +c1 +d1, false"})
    void aNodeThatIsTooFarBehindIsReported(String queued, boolean keepsUp) {
        assertThat(outbox.changes(deltas(queued))).isEqualTo(keepsUp);
    }

    private static List<NodeDelta> deltas(String text) {
        return Arrays.stream(text.split(" "))
                .filter(part -> !part.isEmpty())
                .map(OutboxTest::delta)
                .toList();
    }

    private static NodeDelta delta(String text) {
        ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "ns", text.substring(1, 2));
        if (text.startsWith("-")) {
            return new NodeDelta.Remove(key);
        }
        byte[] document = ApiObject.document(Json.read(
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + key.name() + "\"}}"));
        return new NodeDelta.Put(ApiObject.of(key, Long.parseLong(text.substring(2)), document));
    }

    private String drained() {
        List<String> texts = new ArrayList<>();
        for (Optional<ControlMessage> next = outbox.poll(); next.isPresent(); next = outbox.poll()) {
            texts.add(text(next.get()));
        }
        return String.join(" ", texts);
    }

    private static String text(ControlMessage message) {
        return switch (message.getMessageCase()) {
            case UPSERT ->
                "+" + message.getUpsert().getName()
                        + Json.read(message.getUpsert().getObject().toByteArray())
                                .path("metadata")
                                .path("resourceVersion")
                                .asText();
            case REMOVE -> "-" + message.getRemove().getName();
            case SNAPSHOT_COMPLETE -> "complete";
            case SESSION_REQUEST -> "session";
            case REFUSED, MESSAGE_NOT_SET -> "unexpected";
        };
    }
}
