package io.gantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.it.Await;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that takes connections and says nothing. */
@Timeout(30)
class EngineLimitTest {

    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final String SILENCE = "the Docker daemon has not answered for 0s";
    private static final String NO_CONTAINERS = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            + "Content-Length: 2\r\nConnection: close\r\n\r\n[]";

    @TempDir
    private Path directory;

    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger closedByClient = new AtomicInteger();
    private volatile String answer = "";
    private ServerSocketChannel server;
    private DockerApi docker;

    @BeforeEach
    void listen() throws IOException {
        Path socket = directory.resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
        docker = DockerApi.connect(URI.create("unix://" + socket), LIMIT);
    }

    @AfterEach
    void close() throws IOException {
        docker.close();
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void serve(SocketChannel connection) {
        try {
            ByteBuffer request = ByteBuffer.allocate(64 * 1024);
            while (connection.read(request) >= 0) {
                if (!answer.isEmpty()) {
                    connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    connection.close();
                    return;
                }
            }
            closedByClient.incrementAndGet();
        } catch (IOException e) {
            closedByClient.incrementAndGet();
        }
    }

    private List<ContainerRecord> list() {
        return new DockerContainers(docker, new DockerImages(docker), "n").list();
    }

    @Test
    void aCallEndsAndItsConnectionWithIt() {
        assertThatThrownBy(this::list).isInstanceOf(EngineException.class).hasMessage(SILENCE);
        Await.until("the connection ends", Duration.ofSeconds(10), () -> closedByClient.get() == connections.size());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anEngineThatAnswersAgainIsHeardAtOnce() {
        assertThatThrownBy(this::list).isInstanceOf(EngineException.class);
        answer = NO_CONTAINERS;
        assertThat(list()).isEmpty();
    }

    @Test
    void manyCallsThatWaitKeepNobodyElseFromWorking() throws InterruptedException {
        DockerApi patient = new DockerApi(docker.client(), docker.host(), Duration.ofSeconds(20));
        DockerImages images = new DockerImages(patient);
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> new DockerContainers(patient, images, "n").list())));
        }
        Thread other = Thread.ofVirtual().start(() -> {});
        assertThat(other.join(Duration.ofSeconds(10))).isTrue();
        waiting.forEach(Thread::interrupt);
        for (Thread thread : waiting) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void streamsBeginInTimeOrNotAtAll() {
        assertThatThrownBy(() -> docker.socket().get("/events", true))
                .isInstanceOf(IOException.class)
                .hasMessage(SILENCE);
        assertThatThrownBy(() -> docker.socket().upgrade("/exec/1/start", new byte[0], true))
                .isInstanceOf(IOException.class)
                .hasMessage(SILENCE);
        assertThatThrownBy(() -> docker.socket().post("/images/create", "application/x-tar", new byte[10]))
                .isInstanceOf(IOException.class)
                .hasMessage(SILENCE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aPullWithoutProgressIsGivenUp() {
        assertThatThrownBy(() -> {
                    try (PullProgress progress =
                            docker.client().pullImageCmd("registry.example/a:1").exec(new PullProgress())) {
                        progress.await("registry.example/a:1", LIMIT);
                    }
                })
                .isInstanceOf(EngineException.class)
                .hasMessage("the Docker daemon made no progress in pulling registry.example/a:1 for 0s");
    }
}
