package io.gantry.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.remote.RemoteResponse;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that say nothing, and whose clients go. */
class SilentStreamTest {

    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OpenStreams open = new OpenStreams();
    private final FakeClient client = new FakeClient();

    @AfterEach
    void stop() {
        alarms.shutdownNow();
        threads.close();
    }

    private void clientGoes(Deque<Runnable> tasks) {
        client.leave();
        tasks.removeLast().run();
    }

    private LogResponse log(SessionOpener node, Deque<Runnable> tasks) {
        Streaming streaming = new Streaming(tasks::add, alarms, InstantSource.system(), open);
        LogResponse log = new LogResponse(
                new ConnectRequest.Logs(
                        pod(),
                        "c",
                        true,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ConnectRequest.LogStream.ALL),
                node,
                client.async(),
                streaming);
        log.start();
        return log;
    }

    private static ApiObject pod() {
        return ApiObject.of(
                new ObjectKey(GroupResource.parse("pods"), "a", "p"), 1, ApiObject.document(Json.read("""
                        {"metadata":{"namespace":"a","name":"p","uid":"u"},"spec":{"nodeName":"n1"}}""")));
    }

    @Test
    void theSessionOfALogEndsWithItsClient() {
        RecordingNode node = new RecordingNode();
        Deque<Runnable> tasks = new ArrayDeque<>();
        log(node, tasks);
        tasks.remove().run();
        assertThat(node.said).containsExactly("opened on n1");

        clientGoes(tasks);

        assertThat(node.said).containsExactly("opened on n1", "cancelled");
        assertThat(client.isAnswered()).isTrue();
        assertThat(open.count()).isZero();
    }

    @Test
    void aSessionThatOpensAfterItsClientHasGoneEndsAtOnce() {
        RecordingNode node = new RecordingNode();
        Deque<Runnable> tasks = new ArrayDeque<>();
        log(node, tasks);

        clientGoes(tasks);
        tasks.remove().run();

        assertThat(node.said).containsExactly("opened on n1", "cancelled");
    }

    @Test
    void theSessionOfALogEndsWithTheServer() {
        RecordingNode node = new RecordingNode();
        Deque<Runnable> tasks = new ArrayDeque<>();
        log(node, tasks);
        tasks.remove().run();

        open.closeAll();

        assertThat(node.said).containsExactly("opened on n1", "cancelled");
        assertThat(client.isAnswered()).isTrue();
    }

    @Test
    void aLogThatEndsByItselfIsWhole() {
        RecordingNode node = new RecordingNode();
        Deque<Runnable> tasks = new ArrayDeque<>();
        LogResponse log = log(node, tasks);
        tasks.remove().run();

        log.onData(Channel.STDOUT, ByteString.copyFromUtf8("one\n"));
        assertThat(client.isAnswered()).isFalse();
        log.onResult(SessionResult.getDefaultInstance());

        assertThat(client.isAnswered()).isTrue();
        assertThat(client.answer()).isEqualTo("200 one\n");
        client.leave();
        assertThat(open.count()).isZero();
    }

    @Test
    void theConnectionOfARemoteAnswerEndsWithItsClient() throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        PipedOutputStream server = new PipedOutputStream();
        PipedInputStream body = new PipedInputStream(server);
        RemoteResponse given = new RemoteResponse(200, Map.of("Content-Type", List.of("text/plain")), body, () -> {
            closed.countDown();
            server.close(); // as a broken connection: who reads from it reads no more
        });
        new RemoteAnswer(given, client.async(), new Streaming(threads, alarms, InstantSource.system(), open)).start();

        client.leave();

        assertThat(client.awaitEnd().answer()).isEqualTo("200 ");
        assertThat(closed.getCount()).isZero();
        assertThat(open.count()).isZero();
    }

    /** A node whose containers say nothing. */
    private static final class RecordingNode implements SessionOpener {

        private final List<String> said = new ArrayList<>();

        @Override
        public SessionInput open(String nodeName, SessionRequest request, SessionHandler handler) {
            said.add("opened on " + nodeName);
            return new SessionInput() {
                @Override
                public void send(Channel channel, ByteString data) {
                    throw StatusException.badRequest("a log takes no input");
                }

                @Override
                public void closeChannel(Channel channel) {
                    said.add("closed " + channel);
                }

                @Override
                public void resize(int width, int height) {
                    said.add("resized");
                }

                @Override
                public void leave() {
                    said.add("left");
                }

                @Override
                public void cancel() {
                    said.add("cancelled");
                }
            };
        }
    }
}
