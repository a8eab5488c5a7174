package io.gantry.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.fake.FakeCluster;
import io.gantry.controller.fake.ManualClock;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventRecorderTest {

    private final ManualClock clock = new ManualClock();
    private final FakeCluster cluster = new FakeCluster(clock);
    private final EventRecorder recorder = new EventRecorder(cluster, clock);
    private final ApiObject pod = cluster.apply(
            "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"web\", \"namespace\": \"shop\"}}");

    private void record(String reason, String message) {
        recorder.record(EventDraft.normal(pod, "tester", reason, message));
        recorder.flush();
    }

    private List<JsonNode> events() {
        return cluster.list(ResourceNames.EVENTS).stream()
                .map(event -> (JsonNode) event.json())
                .toList();
    }

    @Test
    void writesAnEventWithAllThatClientsShow() {
        record("Started", "Started container c");

        JsonNode event = events().getFirst();
        assertThat(event.path("metadata").path("name").asText()).matches("web\\.[0-9a-f]{15,16}");
        assertThat(event.path("metadata").path("namespace").asText()).isEqualTo("shop");
        assertThat(event.path("involvedObject"))
                .isEqualTo(Json.read("{\"kind\": \"Pod\", \"namespace\": \"shop\", \"name\": \"web\", \"uid\": \""
                        + pod.uid() + "\", \"apiVersion\": \"v1\", \"resourceVersion\": \"1\"}"));
        assertThat(event.path("source")).isEqualTo(Json.read("{\"component\": \"tester\"}"));
        assertThat(event.path("firstTimestamp").asText()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(event.path("count").asInt()).isEqualTo(1);
        assertThat(event.path("type").asText()).isEqualTo("Normal");
        assertThat(event.path("reportingComponent").asText()).isEqualTo("tester");
    }

    @Test
    void theSameNewsAgainIsCounted() {
        record("BackOff", "Back-off restarting");
        clock.advance(Duration.ofSeconds(30));
        record("BackOff", "Back-off restarting");

        assertThat(events()).hasSize(1);
        assertThat(events().getFirst().path("count").asInt()).isEqualTo(2);
        assertThat(events().getFirst().path("firstTimestamp").asText()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(events().getFirst().path("lastTimestamp").asText()).isEqualTo("2026-01-01T12:00:30Z");
    }

    @Test
    void anExpiredEventIsWrittenAnew() {
        record("BackOff", "Back-off restarting");
        ObjectKey first = cluster.list(ResourceNames.EVENTS).getFirst().key();
        cluster.removeNow(first);
        record("BackOff", "Back-off restarting");

        assertThat(events()).hasSize(1);
        assertThat(cluster.get(first)).isEmpty();
        assertThat(events().getFirst().path("count").asInt()).isEqualTo(1);
    }

    @Test
    void manyDifferentMessagesOfOneReasonAreCombined() {
        IntStream.range(0, 15).forEach(i -> record("Failed", "attempt " + i));

        assertThat(events()).hasSize(11);
        assertThat(events())
                .filteredOn(event -> event.path("message").asText().startsWith("(combined from similar events): "))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("message").asText()).endsWith("attempt 14");
                    assertThat(event.path("count").asInt()).isEqualTo(5);
                });
    }

    @Test
    void oneSpeakerIsHeldToABurstOf25AboutOneObjectAndOneInFiveMinutes() {
        IntStream.range(0, 30).forEach(i -> record("Reason" + i, "news"));
        assertThat(events()).hasSize(25);

        clock.advance(Duration.ofMinutes(5));
        record("Later", "news");
        record("Later2", "news");
        assertThat(events()).hasSize(26);
    }

    @Test
    void wakesItsOwnerOnlyWhenTheQueueFills() {
        int[] calls = {0};
        recorder.onFilled(() -> calls[0]++);
        recorder.record(EventDraft.normal(pod, "tester", "A", "a"));
        recorder.record(EventDraft.normal(pod, "tester", "B", "b"));
        assertThat(calls[0]).isEqualTo(1);

        recorder.flush();
        recorder.record(EventDraft.normal(pod, "tester", "C", "c"));
        assertThat(calls[0]).isEqualTo(2);
    }
}
