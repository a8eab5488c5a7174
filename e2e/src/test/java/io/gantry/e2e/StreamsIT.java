package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kubectl's streams into pods, over WebSocket and, as older clients do it, over SPDY. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "streams-it";

    private final LocalCluster cluster;
    private final TestNamespace namespace;

    StreamsIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.namespace = new TestNamespace(cluster, NAMESPACE);
    }

    @BeforeAll
    void startPods() {
        namespace.create();
        namespace.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                  - {name: web, image: nginx, imagePullPolicy: IfNotPresent}
                  - name: local
                    image: nginx
                    imagePullPolicy: IfNotPresent
                    command: [httpd, -f, -p, "127.0.0.1:81", -h, /usr/share/nginx/html]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: talker}
                spec:
                  containers:
                  - name: talker
                    image: busybox
                    imagePullPolicy: IfNotPresent
                    command: [sh, -c, "echo one; echo two; echo three; echo four >&2; sleep 3600"]
                """);
        namespace.kubectl("wait", "--for=condition=Ready", "pod", "--all", "--timeout=60s");
    }

    @AfterAll
    void deleteNamespace() {
        namespace.delete("--timeout=60s", "--wait=false");
    }

    @ParameterizedTest(name = "WebSocket: {0}")
    @ValueSource(strings = {"true", "false"})
    void portsAreForwardedToWhateverListensInThePod(String webSocket) throws Exception {
        int everywhere = freePort();
        int local = freePort();
        List<String> command = command(
                "KUBECTL_PORT_FORWARD_WEBSOCKETS=" + webSocket,
                "port-forward",
                "pod/web",
                everywhere + ":80",
                local + ":81");
        try (Following forward = new Following(cluster.commands().start(command));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Await.until(
                    PATIENCE,
                    () -> assertThat(forward.lines()).anyMatch(line -> line.contains("127.0.0.1:" + local + " ->")));
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int port = i % 2 == 0 ? everywhere : local;
                calls.add(() -> get(port));
            }
            for (Future<String> answer : callers.invokeAll(calls)) {
                assertThat(answer.get()).contains("200 OK", "nginx");
            }
        }
    }

    @ParameterizedTest(name = "WebSocket: {0}")
    @ValueSource(strings = {"true", "false"})
    void aPortThatNobodyListensOnIsToldOf(String webSocket) throws Exception {
        int port = freePort();
        List<String> command =
                command("KUBECTL_PORT_FORWARD_WEBSOCKETS=" + webSocket, "port-forward", "pod/web", port + ":9");
        try (Following forward = new Following(cluster.commands().start(command))) {
            Await.until(PATIENCE, () -> assertThat(forward.lines()).anyMatch(line -> line.contains("Forwarding from")));
            assertThat(get(port)).isEmpty();
            Await.until(
                    PATIENCE,
                    () -> assertThat(forward.lines())
                            .anyMatch(line -> line.contains("error forwarding port 9 to pod web")));
        }
    }

    @ParameterizedTest(name = "WebSocket: {0}")
    @ValueSource(strings = {"true", "false"})
    void aCommandHasItsStreamsAndItsExitCode(String webSocket) {
        CommandLine.Result failed =
                exec(webSocket, "", "exec", "web", "-c", "web", "--", "sh", "-c", "echo out; exit 3");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.output()).contains("out", "command terminated with exit code 3");

        String large = "0123456789abcde\n".repeat(200_000);
        CommandLine.Result echoed = exec(webSocket, large, "exec", "-i", "web", "-c", "web", "--", "cat");
        assertThat(echoed.exitCode()).isZero();
        assertThat(echoed.output()).isEqualTo(large);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                "channel.k8s.io",
                "base64.channel.k8s.io",
                "v4.channel.k8s.io",
                "v4.base64.channel.k8s.io",
                "v5.channel.k8s.io"
            })
    void commandsTalkOverEveryProtocolOfWebSockets(String protocol) throws InterruptedException {
        String said = webSocket(
                "web/exec?container=web&stdin=true&stdout=true&command=sh&command=-c&command=head+-n1;exit+3",
                SocketProtocol.withChannels(protocol),
                "hello\n");

        assertThat(said).startsWith("hello\n").contains("command terminated with non-zero exit code: exit status 3");
        boolean asStatus = protocol.startsWith("v4") || protocol.startsWith("v5");
        assertThat(said.contains("\"NonZeroExitCode\"")).isEqualTo(asStatus);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "v4.channel.k8s.io", "v4.base64.channel.k8s.io"})
    void portsAreForwardedOverChannelsOfWebSockets(String protocol) throws InterruptedException {
        assertThat(webSocket(
                        "web/portforward?ports=80", SocketProtocol.withChannels(protocol), "GET / HTTP/1.0\r\n\r\n"))
                .contains("200 OK");
        assertThat(webSocket("web/portforward?ports=9", SocketProtocol.withChannels(protocol), ""))
                .contains("error forwarding port 9 to pod web");
    }

    private String webSocket(String request, SocketProtocol protocol, String input) throws InterruptedException {
        String path = "/api/v1/namespaces/" + NAMESPACE + "/pods/" + request;
        try (ApiClient api = cluster.api()) {
            return api.webSocket(path, protocol, input, Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest(name = "WebSocket: {0}")
    @ValueSource(strings = {"true", "false"})
    void inputThatIsReadLateIsNotLost(String webSocket) {
        String large = "x".repeat(5_000_000);
        CommandLine.Result late = exec(
                webSocket,
                large,
                "exec",
                "-i",
                "web",
                "-c",
                "web",
                "--",
                "sh",
                "-c",
                "sleep 5; cat | tail -c 7; echo done");
        assertThat(late.output()).isEqualTo("xxxxxxxdone\n");
    }

    @Test
    void aCommandThatClosesItsOutputIsStillWaitedFor() {
        CommandLine.Result quiet = exec(
                "true", "", "exec", "web", "-c", "web", "--", "sh", "-c", "exec >/dev/null 2>&1 <&-; sleep 2; exit 4");
        assertThat(quiet.exitCode()).isEqualTo(4);
    }

    @Test
    void logsAreCutAsTheFlagsSay() {
        assertThat(logs("--tail=1", "--since=1h")).isNotEmpty();
        assertThat(logs("--limit-bytes=5")).hasSize(5);
        assertThat(logs("--since-time=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(logs("--timestamps")).matches("(?s)(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z \\w+\n){4}");
        assertThat(logs("--prefix", "--all-containers")).contains("[pod/talker/talker] two");
        assertThat(cluster.kubectl(
                        "get", "--raw", "/api/v1/namespaces/" + NAMESPACE + "/pods/talker/log?stream=Stderr"))
                .isEqualTo("four\n");
        assertThat(cluster.kubectl(
                        "get", "--raw", "/api/v1/namespaces/" + NAMESPACE + "/pods/talker/log?stream=Stdout"))
                .isEqualTo("one\ntwo\nthree\n");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "binary.k8s.io", "base64.binary.k8s.io"})
    void logsComeOverWebSocketsToo(String protocol) throws InterruptedException {
        assertThat(webSocket(
                        "talker/log?stream=Stdout&container=talker&limitBytes=4",
                        SocketProtocol.withoutChannels(protocol),
                        ""))
                .isEqualTo("one\n");
    }

    private String logs(String... flags) {
        List<String> command = new ArrayList<>(List.of("logs", "talker"));
        command.addAll(List.of(flags));
        return namespace.kubectl(command.toArray(String[]::new));
    }

    private CommandLine.Result exec(String webSocket, String input, String... arguments) {
        return cluster.commands()
                .run(PATIENCE, input, command("KUBECTL_REMOTE_COMMAND_WEBSOCKETS=" + webSocket, arguments));
    }

    private static List<String> command(String variable, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", variable, "kubectl", "-n", NAMESPACE));
        command.addAll(List.of(arguments));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The whole answer; empty when the connection ends without one. */
    private static String get(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            return "";
        }
    }
}
