package io.gantry.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.NodeUsage;
import io.gantry.node.v1.AgentMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final PodIdentity A = new PodIdentity("ns", "a", "ua");
    private static final PodIdentity B = new PodIdentity("ns", "b", "ub");

    private final Outbox outbox = new Outbox();

    @Test
    void onlyTheLatestStatusOfAPodIsSent() throws InterruptedException {
        outbox.podStatus(A, Json.object().put("v", 1));
        outbox.podStatus(B, Json.object().put("v", 2));
        outbox.podStatus(A, Json.object().put("v", 3));

        assertThat(drain()).containsExactly("status b {\"v\":2}", "status a {\"v\":3}");
    }

    @Test
    void thatAPodIsGoneComesAfterItsStatus() throws InterruptedException {
        outbox.podFinished(A);
        outbox.podStatus(A, Json.object());
        outbox.event(event("e"));
        outbox.nodeStatus(Json.object());

        assertThat(drain()).containsExactly("node", "status a {}", "finished a", "event e");
    }

    @Test
    void ofWhatTheNodeUsesOnlyTheNewestIsSent() throws InterruptedException {
        for (int second = 1; second <= 2; second++) {
            outbox.usage(new NodeUsage(
                    Instant.ofEpochSecond(second), Duration.ofSeconds(15), new NodeUsage.Amount(1, 2), List.of()));
        }

        AgentMessage message = outbox.take(Duration.ZERO).orElseThrow();

        assertThat(message.getUsage().getTimeMillis()).isEqualTo(2000);
        assertThat(outbox.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void afterAReconnectionAllStatusesAreSentAgain() throws InterruptedException {
        outbox.podStatus(A, Json.object().put("v", 1));
        outbox.podStatus(B, Json.object().put("v", 1));
        drain();
        outbox.forget(B);

        outbox.resend();

        assertThat(drain()).containsExactly("status a {\"v\":1}");
    }

    @Test
    void oldEventsAreDroppedFirst() throws InterruptedException {
        for (int i = 0; i < 2001; i++) {
            outbox.event(event("e" + i));
        }

        List<String> sent = drain();

        assertThat(sent).hasSize(2000).startsWith("event e1").endsWith("event e2000");
    }

    private List<String> drain() throws InterruptedException {
        List<String> texts = new ArrayList<>();
        Optional<AgentMessage> message = outbox.take(Duration.ZERO);
        while (message.isPresent()) {
            texts.add(text(message.get()));
            message = outbox.take(Duration.ZERO);
        }
        return texts;
    }

    private static String text(AgentMessage message) {
        return switch (message.getMessageCase()) {
            case POD_STATUS ->
                "status " + message.getPodStatus().getName() + " "
                        + message.getPodStatus().getStatus().toStringUtf8();
            case POD_FINISHED -> "finished " + message.getPodFinished().getName();
            case EVENT -> "event " + message.getEvent().getMessage();
            case NODE_STATUS -> "node";
            case VOLUME_REMOVED -> "removed " + message.getVolumeRemoved().getName();
            case HELLO, HEARTBEAT, USAGE, STATIC_PODS, MESSAGE_NOT_SET -> "unexpected";
        };
    }

    private static ObjectEvent event(String message) {
        return new ObjectEvent(Json.object(), ObjectEvent.Type.NORMAL, "R", message);
    }
}
