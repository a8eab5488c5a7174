package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.Heartbeat;
import io.gantry.node.v1.Hello;
import io.gantry.node.v1.NodeEvent;
import io.gantry.node.v1.NodeUsage;
import io.gantry.node.v1.PodFinished;
import io.gantry.node.v1.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {

    private final Inbox inbox = new Inbox(2, 2);

    @ParameterizedTest(name = "{0} is written as {1}")
    @CsvSource({
        "pod:a:1 pod:b:1, pod:a:1 pod:b:1",
        "pod:a:1 pod:a:2, pod:a:2", // only the newest
        "pod:a:1 finished:a, pod:a:1 finished:a",
        "pod:a:1 heartbeat hello, hello heartbeat pod:a:1", // a busy node does not look dead
        "heartbeat heartbeat, heartbeat",
        "event:1 pod:a:1, pod:a:1 event:1",
        "pod:a:1 usage:1 usage:2, usage:2 pod:a:1", // only the newest numbers, which cost no write
        "event:1 event:2 event:3, event:2 event:3", // the oldest events go
    })
    void waitingReportsAreJoined(String offered, String written) {
        for (String text : offered.split(" ")) {
            inbox.offer(message(text));
        }

        assertThat(drained()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"pod:a:1, true", "pod:a:1 pod:a:2, true", "pod:a:1 pod:b:1, false", "heartbeat event:1, true"})
    void anAgentWithTooManyReportsMustWait(String offered, boolean room) {
        boolean last = true;
        for (String text : offered.split(" ")) {
            last = inbox.offer(message(text));
        }

        assertThat(last).isEqualTo(room);
        drained();
        assertThat(inbox.hasRoom()).isTrue();
    }

    private String drained() {
        List<String> texts = new ArrayList<>();
        while (!inbox.isEmpty()) {
            Optional<AgentMessage> first = inbox.pollFirst();
            texts.add(text(first.isPresent() ? first.get() : inbox.poll().orElseThrow()));
        }
        return String.join(" ", texts);
    }

    private static AgentMessage message(String text) {
        String[] parts = text.split(":");
        AgentMessage.Builder message = AgentMessage.newBuilder();
        return switch (parts[0]) {
            case "hello" -> message.setHello(Hello.getDefaultInstance()).build();
            case "heartbeat" ->
                message.setHeartbeat(Heartbeat.getDefaultInstance()).build();
            case "finished" ->
                message.setPodFinished(PodFinished.newBuilder().setUid(parts[1]))
                        .build();
            case "usage" ->
                message.setUsage(NodeUsage.newBuilder().setTimeMillis(Long.parseLong(parts[1])))
                        .build();
            case "event" ->
                message.setEvent(NodeEvent.newBuilder().setReason(parts[1])).build();
            default ->
                message.setPodStatus(
                                PodStatus.newBuilder().setUid(parts[1]).setStatus(ByteString.copyFromUtf8(parts[2])))
                        .build();
        };
    }

    private static String text(AgentMessage message) {
        return switch (message.getMessageCase()) {
            case HELLO -> "hello";
            case HEARTBEAT -> "heartbeat";
            case POD_FINISHED -> "finished:" + message.getPodFinished().getUid();
            case EVENT -> "event:" + message.getEvent().getReason();
            case POD_STATUS ->
                "pod:" + message.getPodStatus().getUid() + ":"
                        + message.getPodStatus().getStatus().toStringUtf8();
            case VOLUME_REMOVED -> "removed:" + message.getVolumeRemoved().getUid();
            case USAGE -> "usage:" + message.getUsage().getTimeMillis();
            case NODE_STATUS, STATIC_PODS, MESSAGE_NOT_SET -> "unexpected";
        };
    }
}
