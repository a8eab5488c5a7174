package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.NodeUsage;
import io.gantry.node.v1.PodStatus;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections of nodes that report to another instance. */
@Timeout(60)
class SecondaryConnectionTest {

    @TempDir
    private Path directory;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordingHandler handler = new RecordingHandler();
    private GatewayFixture fixture;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        fixture = new GatewayFixture(directory);
        fixture.pod("p1", "n1");
    }

    @AfterEach
    void stop() {
        fixture.close();
        callers.close();
    }

    @Test
    void sessionsAreServedAndUsageIsTakenAndNothingElse() throws IOException {
        try (FakeAgent agent = fixture.agent("n1").connectSecondary("n1")) {
            agent.say(AgentMessage.newBuilder()
                    .setPodStatus(PodStatus.newBuilder()
                            .setNamespace("a")
                            .setName("p1")
                            .setUid("u-p1")
                            .setStatus(ByteString.copyFromUtf8("{\"phase\":\"Running\"}")))
                    .build());
            agent.say(AgentMessage.newBuilder()
                    .setUsage(NodeUsage.newBuilder().setTimeMillis(1).setWindowMillis(15_000))
                    .build());

            FakeAgent.AgentSession session = open(agent);
            session.say(SessionFrame.newBuilder()
                    .setResult(SessionResult.newBuilder().setExitCode(3))
                    .build());

            assertThat(handler.seen().await(seen -> !seen.isEmpty())).containsExactly("result 3 ");
            while (fixture.samples.of("n1").isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(agent.received().all()).allMatch(ControlMessage::hasSessionRequest);
            assertThat(fixture.get("nodes", "", "n1")).isEmpty();
            assertThat(fixture.get("pods", "a", "p1").orElseThrow().status().has("phase"))
                    .isFalse();
        }
    }

    @Test
    void theConnectionOverWhichTheNodeReportsTakesItsPlaceAndKeepsIt() throws IOException {
        try (FakeAgent secondary = fixture.agent("n1").connectSecondary("n1");
                FakeAgent late = fixture.agent("n1")) {
            awaitConnected();
            try (FakeAgent reporting = fixture.agent("n1").connect("n1").awaitSnapshot()) {
                assertThat(secondary.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);

                assertThat(late.connectSecondary("n1").awaitEnd().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
                assertThat(late.texts())
                        .containsExactly("refused the node reports to this instance over another connection");
                open(reporting);
            }
        }
    }

    private void awaitConnected() {
        while (fixture.gateway.connectedNodes() == 0) {
            Thread.onSpinWait();
        }
    }

    private FakeAgent.AgentSession open(FakeAgent agent) {
        awaitConnected();
        CompletableFuture<NodeSession> wanted = CompletableFuture.supplyAsync(
                () -> fixture.gateway.sessions().open("n1", SessionRequest.getDefaultInstance(), handler), callers);
        FakeAgent.AgentSession there = agent.dialBack(agent.awaitSessionRequest());
        wanted.join();
        return there;
    }
}
