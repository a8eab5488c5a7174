package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.LogsRequest;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.node.v1.StreamData;
import io.gantry.status.StatusException;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over real gRPC and mutual TLS on loopback. */
@Timeout(60)
class NodeSessionsTest {

    private static final SessionRequest EXEC = SessionRequest.newBuilder()
            .setExec(ExecRequest.newBuilder().addCommand("sh").setStdin(true).setStdout(true))
            .build();

    private static final SessionRequest FOLLOWED_LOG = SessionRequest.newBuilder()
            .setLogs(LogsRequest.newBuilder().setFollow(true))
            .build();

    @TempDir
    private Path directory;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordingHandler handler = new RecordingHandler();
    private GatewayFixture fixture;
    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        fixture = new GatewayFixture(directory);
        agent = fixture.agent("n1").connect("n1").awaitSnapshot();
    }

    @AfterEach
    void stop() {
        agent.close();
        fixture.close();
        callers.close();
    }

    @Test
    void aSessionCarriesInputOutputAndResult() {
        Opened opened = open();

        opened.here().send(Channel.STDIN, ByteString.copyFromUtf8("hello"));
        opened.here().resize(80, 24);
        opened.here().closeChannel(Channel.STDIN);
        List<SessionFrame> input = opened.there().frames().await(frames -> frames.size() == 3);
        assertThat(input.get(0).getData().getData().toStringUtf8()).isEqualTo("hello");
        assertThat(input.get(1).getResize().getWidth()).isEqualTo(80);
        assertThat(input.get(2).getClose()).isEqualTo(Channel.STDIN);

        opened.there().say(output(Channel.STDOUT, "out"));
        opened.there().say(output(Channel.STDERR, "err"));
        opened.there().say(SessionFrame.newBuilder().setClose(Channel.STDOUT).build());
        opened.there().say(result(3));

        assertThat(handler.seen().await(seen -> seen.size() == 4))
                .containsExactly("STDOUT out", "STDERR err", "closed STDOUT", "result 3 ");
        assertThat(opened.there().awaitEnd().isOk()).isTrue();
    }

    @Test
    void largeInputArrivesWholeAndInOrder() {
        Opened opened = open();
        ByteString large = ByteString.copyFrom(new byte[1_000_000]);

        opened.here().send(Channel.STDIN, large);

        List<SessionFrame> frames = opened.there()
                .frames()
                .await(list -> list.stream()
                                .mapToInt(frame -> frame.getData().getData().size())
                                .sum()
                        == large.size());
        assertThat(frames).hasSizeGreaterThan(1);
    }

    @Test
    void aHandlerThatBlocksMakesTheAgentWait() {
        CountDownLatch release = new CountDownLatch(1);
        Seen<Integer> sizes = new Seen<>();
        Opened opened = open(new SessionHandler() {
            @Override
            public void onData(Channel channel, ByteString data) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                sizes.add(data.size());
            }

            @Override
            public void onResult(SessionResult result) {
                sizes.add(-1);
            }

            @Override
            public void onFailure(StatusException cause) {
                sizes.add(-2);
            }
        });

        int sent = 0;
        while (opened.there().mayWrite() && sent < 10_000) {
            opened.there().say(output(Channel.STDOUT, "x".repeat(30_000)));
            sent++;
        }

        assertThat(sent).isLessThan(10_000);
        release.countDown();
        opened.there().say(result(0));
        assertThat(sizes.awaitLast(size -> size == -1)).isEqualTo(-1);
        assertThat(sizes.all()).hasSize(sent + 1);
    }

    @Test
    void aNodeThatIsNotConnectedIsNamed() {
        assertThatThrownBy(() -> fixture.gateway.sessions().open("n9", EXEC, handler))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(500))
                .hasMessage("error dialing backend: dial: node \"n9\" is not connected to this instance of the"
                        + " control plane");
    }

    @Test
    void anAgentThatDoesNotDialBackIsNotWaitedForLong() {
        assertThatThrownBy(() -> fixture.gateway.sessions().open("n1", EXEC, handler))
                .hasMessage("error dialing backend: dial: node \"n1\" did not answer within 500 ms");

        FakeAgent.AgentSession late = agent.dialBack(agent.awaitSessionRequest());
        assertThat(late.awaitEnd().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void anotherNodeCannotTakeASession() throws IOException {
        try (FakeAgent thief = fixture.agent("n2")) {
            CompletableFuture<NodeSession> wanted = openLater(EXEC, handler);
            String id = agent.awaitSessionRequest();

            assertThat(thief.dialBack(id).awaitEnd().getCode()).isEqualTo(Status.Code.NOT_FOUND);
            agent.dialBack(id);
            assertThat(wanted.join().nodeName()).isEqualTo("n1");
        }
    }

    @Test
    void aCancelledSessionEndsAtTheAgent() {
        Opened opened = open();

        opened.here().cancel();

        assertThat(opened.there().awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThatThrownBy(() -> opened.here().send(Channel.STDIN, ByteString.copyFromUtf8("x")))
                .hasMessageContaining("the session is over");
        assertThat(handler.seen().await(seen -> !seen.isEmpty()))
                .containsExactly("failure error dialing backend: the session was cancelled");
    }

    @Test
    void whatAClientSaidBeforeItLeftArrivesBeforeTheSessionEnds() {
        Opened opened = open();
        ByteString large = ByteString.copyFrom(new byte[200_000]);

        opened.here().send(Channel.STDIN, large);
        opened.here().leave();

        assertThat(opened.there().awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(opened.there().frames().all().stream()
                        .mapToInt(frame -> frame.getData().getData().size())
                        .sum())
                .isEqualTo(large.size());
        assertThatThrownBy(() -> opened.here().send(Channel.STDIN, ByteString.copyFromUtf8("x")))
                .hasMessageContaining("the session is over");
    }

    @Test
    void aSessionWhoseAgentGoesFails() {
        open();

        agent.close();

        assertThat(handler.seen().await(seen -> !seen.isEmpty()).getFirst())
                .startsWith("failure error dialing backend");
    }

    @Test
    void aSessionThatEndsWithoutAResultFails() {
        Opened opened = open();

        opened.there().hangUp();

        assertThat(handler.seen().await(seen -> !seen.isEmpty()))
                .containsExactly("failure error dialing backend: node \"n1\" ended the session without a result");
    }

    @Test
    void aNodeHasOnlySoManySessionsAtATime() {
        Opened first = open();
        open();
        assertThatThrownBy(() -> fixture.gateway.sessions().open("n1", EXEC, handler))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(429));

        first.there().say(result(0));
        handler.seen().await(seen -> !seen.isEmpty());

        assertThat(open().here().nodeName()).isEqualTo("n1");
    }

    @Test
    void theLogThatIsSilentTheLongestEndsForAnotherSession() {
        RecordingHandler silent = new RecordingHandler();
        RecordingHandler lively = new RecordingHandler();
        Opened first = open(FOLLOWED_LOG, silent);
        Opened second = open(FOLLOWED_LOG, lively);
        fixture.pass(Duration.ofSeconds(30));
        second.there().say(output(Channel.STDOUT, "news"));
        lively.seen().await(seen -> !seen.isEmpty());
        fixture.pass(Duration.ofSeconds(31));

        Opened third = open();

        assertThat(silent.seen().await(seen -> !seen.isEmpty())).containsExactly("result 0 ");
        assertThat(first.there().awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
        second.there().say(output(Channel.STDOUT, "more"));
        third.there().say(output(Channel.STDOUT, "out"));
        assertThat(lively.seen().await(seen -> seen.size() == 2)).containsExactly("STDOUT news", "STDOUT more");
        assertThat(handler.seen().await(seen -> !seen.isEmpty())).containsExactly("STDOUT out");
        assertThatThrownBy(() -> fixture.gateway.sessions().open("n1", EXEC, handler))
                .hasMessage("node \"n1\" has 2 open sessions already");
    }

    private record Opened(NodeSession here, FakeAgent.AgentSession there) {}

    private Opened open() {
        return open(handler);
    }

    private Opened open(SessionHandler to) {
        return open(EXEC, to);
    }

    private Opened open(SessionRequest request, SessionHandler to) {
        int before = requests();
        CompletableFuture<NodeSession> wanted = openLater(request, to);
        agent.received().await(_ -> requests() > before);
        String id = agent.received().all().stream()
                .filter(message -> message.hasSessionRequest())
                .reduce((_, last) -> last)
                .orElseThrow()
                .getSessionRequest()
                .getSessionId();
        FakeAgent.AgentSession there = agent.dialBack(id);
        return new Opened(wanted.join(), there);
    }

    private int requests() {
        return (int) agent.received().all().stream()
                .filter(message -> message.hasSessionRequest())
                .count();
    }

    private CompletableFuture<NodeSession> openLater(SessionRequest request, SessionHandler to) {
        return CompletableFuture.supplyAsync(() -> fixture.gateway.sessions().open("n1", request, to), callers);
    }

    private static SessionFrame output(Channel channel, String text) {
        return SessionFrame.newBuilder()
                .setData(StreamData.newBuilder().setChannel(channel).setData(ByteString.copyFromUtf8(text)))
                .build();
    }

    private static SessionFrame result(int exitCode) {
        return SessionFrame.newBuilder()
                .setResult(SessionResult.newBuilder().setExitCode(exitCode))
                .build();
    }
}
