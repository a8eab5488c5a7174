package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.PodStatus;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.node.v1.StreamData;
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

/** An agent that says what this version of the contract does not have. */
@Timeout(60)
class NewerAgentTest {

    /** Stands for a field, and in a oneof for a case, of a later version. */
    private static final UnknownFieldSet LATER = UnknownFieldSet.newBuilder()
            .addField(
                    900,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("later"))
                            .build())
            .build();

    private static final int LATER_CHANNEL = 77;

    @TempDir
    private Path directory;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordingHandler handler = new RecordingHandler();
    private GatewayFixture fixture;
    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        fixture = new GatewayFixture(directory);
        fixture.pod("p1", "n1");
        agent = fixture.agent("n1").connect("n1").awaitSnapshot();
    }

    @AfterEach
    void stop() {
        agent.close();
        fixture.close();
        callers.close();
    }

    @Test
    void unknownMessagesAndFieldsDoNotKeepTheOthersFromBeingTaken() {
        for (int i = 0; i < 2000; i++) { // more than may wait
            agent.say(AgentMessage.newBuilder().setUnknownFields(LATER).build());
        }
        agent.say(AgentMessage.newBuilder()
                .setPodStatus(PodStatus.newBuilder()
                        .setNamespace("a")
                        .setName("p1")
                        .setUid("u-p1")
                        .setStatus(ByteString.copyFromUtf8("{\"phase\":\"Running\",\"later\":{\"a\":1}}"))
                        .setUnknownFields(LATER))
                .setUnknownFields(LATER)
                .build());

        fixture.awaitStored(() -> fixture.get("pods", "a", "p1")
                .filter(pod -> pod.status().path("phase").asText().equals("Running"))
                .isPresent());
    }

    @Test
    void unknownFramesAndChannelsOfASessionAreNoOutput() {
        FakeAgent.AgentSession session = open();

        session.say(SessionFrame.newBuilder().setUnknownFields(LATER).build());
        session.say(output(LATER_CHANNEL, "neither output nor an error"));
        session.say(SessionFrame.newBuilder().setCloseValue(LATER_CHANNEL).build());
        session.say(output(Channel.STDIN_VALUE, "input comes the other way"));
        session.say(output(Channel.STDOUT_VALUE, "out"));
        session.say(SessionFrame.newBuilder()
                .setResult(SessionResult.newBuilder().setExitCode(3).setUnknownFields(LATER))
                .build());

        assertThat(handler.seen().await(seen -> seen.size() == 2)).containsExactly("STDOUT out", "result 3 ");
    }

    private static SessionFrame output(int channel, String text) {
        return SessionFrame.newBuilder()
                .setData(StreamData.newBuilder().setChannelValue(channel).setData(ByteString.copyFromUtf8(text)))
                .build();
    }

    private FakeAgent.AgentSession open() {
        CompletableFuture<NodeSession> wanted = CompletableFuture.supplyAsync(
                () -> fixture.gateway.sessions().open("n1", SessionRequest.getDefaultInstance(), handler), callers);
        FakeAgent.AgentSession there = agent.dialBack(agent.awaitSessionRequest());
        wanted.join();
        return there;
    }
}
