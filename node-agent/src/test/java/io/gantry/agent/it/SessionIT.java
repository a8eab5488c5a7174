package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.node.v1.AttachRequest;
import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.LogsRequest;
import io.gantry.node.v1.PodReference;
import io.gantry.node.v1.PortForwardRequest;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logs, exec, attach and port-forward on a real engine. */
class SessionIT {

    private static PrivateEngine engine;
    private static TestNode node;
    private static ObjectNode pod;

    @BeforeAll
    static void startNode() throws IOException, InterruptedException {
        engine = new PrivateEngine(Files.createTempDirectory("gantry-it-"));
        node = new TestNode(engine.host(), engine.root().resolve("state"));
        pod = Pods.pod("talker", "Always");
        Pods.container(
                pod,
                "main",
                "echo one; echo two >&2; echo three; trap 'echo bye; exit 0' TERM;"
                        + " (while true; do nc -l -p 7000 -e cat; done) & while true; do sleep 0.1; done");
        ObjectNode echo = Pods.container(pod, "echo", "cat; echo input is over; while true; do sleep 1; done");
        echo.put("stdin", true);
        Pods.volume(pod, "flag").putObject("emptyDir");
        Pods.mount(
                Pods.container(
                        pod,
                        "twice",
                        "test -e /flag/x && { echo second; while true; do sleep 1; done; }; echo first; echo > /flag/x"),
                "flag",
                "/flag");
        node.apply(pod);
        node.awaitReady(pod);
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.delete(pod, 0);
            node.close();
        }
        engine.close();
    }

    @Test
    void aLogIsSentWithItsTwoStreamsApart() {
        FakeSession session = new FakeSession();

        SessionResult result = session.serve(node.agent().sessions(), logs(LogsRequest.newBuilder(), "main"));

        assertThat(result.getError()).isEmpty();
        assertThat(session.stdout()).isEqualTo("one\nthree\n");
        assertThat(session.stderr()).isEqualTo("two\n");
    }

    @Test
    void aLogIsCutAsAskedFor() {
        FakeSession tail = new FakeSession();
        tail.serve(node.agent().sessions(), logs(LogsRequest.newBuilder().setTailLines(1), "main"));
        // the engine keeps no order between the two streams
        assertThat(tail.stdout() + tail.stderr()).isIn("two\n", "three\n");

        FakeSession limited = new FakeSession();
        limited.serve(node.agent().sessions(), logs(LogsRequest.newBuilder().setLimitBytes(2), "main"));
        assertThat(limited.stdout() + limited.stderr()).hasSize(2);

        FakeSession future = new FakeSession();
        future.serve(
                node.agent().sessions(), logs(LogsRequest.newBuilder().setSinceTime("2999-01-01T00:00:00Z"), "main"));
        assertThat(future.stdout()).isEmpty();

        FakeSession stamped = new FakeSession();
        stamped.serve(
                node.agent().sessions(),
                logs(LogsRequest.newBuilder().setTailLines(1).setTimestamps(true), "main"));
        assertThat(stamped.stdout() + stamped.stderr())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z (two|three)\n");
    }

    @Test
    void aLogIsFollowedUntilTheReaderLeaves() {
        FakeSession session = new FakeSession();
        Thread serving = session.start(
                node.agent().sessions(), logs(LogsRequest.newBuilder().setFollow(true), "main"));
        Await.until("present lines", TestNode.LIMIT, () -> session.stdout().equals("one\nthree\n"));

        session.breakOff();

        Await.until("served", TestNode.LIMIT, () -> !serving.isAlive());
    }

    @Test
    void theLogOfTheRunBeforeIsKept() {
        Await.until("second run", TestNode.LIMIT, () -> {
            FakeSession now = new FakeSession();
            now.serve(node.agent().sessions(), logs(LogsRequest.newBuilder(), "twice"));
            return now.stdout().equals("second\n");
        });
        FakeSession session = new FakeSession();

        session.serve(node.agent().sessions(), logs(LogsRequest.newBuilder().setPrevious(true), "twice"));

        assertThat(session.stdout()).isEqualTo("first\n");
    }

    @Test
    void aMissingPreviousLogIsAnError() {
        SessionResult result = new FakeSession()
                .serve(node.agent().sessions(), logs(LogsRequest.newBuilder().setPrevious(true), "main"));

        assertThat(result.getHttpStatus()).isEqualTo(400);
        assertThat(result.getError()).isEqualTo("previous terminated container \"main\" in pod \"talker\" not found");
    }

    @Test
    void aCommandGetsItsInputAndReturnsItsCode() {
        FakeSession session = new FakeSession();
        session.send("a line\n");
        session.closeInput();

        SessionResult result = session.serve(
                node.agent().sessions(), exec(List.of("sh", "-c", "cat; echo to stderr >&2; exit 5"), false));

        assertThat(session.stdout()).isEqualTo("a line\n");
        assertThat(session.stderr()).isEqualTo("to stderr\n");
        assertThat(result.getExitCode()).isEqualTo(5);
        assertThat(result.getError()).isEmpty();
    }

    @Test
    void aCommandGetsTheInputOfAClientThatHasLeft() {
        FakeSession session = new FakeSession();
        session.send("a line\n");
        session.breakOff();

        Thread serving = session.start(
                node.agent().sessions(),
                exec(
                        List.of("sh", "-c", "echo early; sleep 1; echo late; cat > /tmp/left; mv /tmp/left /tmp/read"),
                        false));

        Await.until("the command ends", TestNode.LIMIT, () -> !serving.isAlive());
        assertThat(new FakeSession().exec(node.agent().sessions(), TestNode.uid(pod), "main", "cat", "/tmp/read"))
                .isEqualTo("a line\n");
    }

    @Test
    void aTerminalHasItsSizeAndEchoes() {
        FakeSession session = new FakeSession();
        Thread serving = session.start(node.agent().sessions(), exec(List.of("sh"), true));
        session.resize(123, 45);
        session.send("stty size\n");

        Await.until("size", TestNode.LIMIT, () -> {
            if (!session.stdout().contains("45 123")) {
                session.send("stty size\n");
            }
            return session.stdout().contains("45 123");
        });
        session.send("exit 3\n");

        Await.until("result", TestNode.LIMIT, () -> session.result().isPresent());
        session.end();
        assertThat(session.result().orElseThrow().getExitCode()).isEqualTo(3);
        Await.until("served", TestNode.LIMIT, () -> !serving.isAlive());
    }

    @Test
    void aTerminalTellsAllAlthoughThereIsNoMoreInput() {
        FakeSession session = new FakeSession();
        session.closeInput();

        SessionResult result =
                session.serve(node.agent().sessions(), exec(List.of("sh", "-c", "sleep 1; echo all; exit 3"), true));

        assertThat(session.stdout()).isEqualTo("all\r\n");
        assertThat(result.getExitCode()).isEqualTo(3);
    }

    @Test
    void aCommandThatIsNotThereIsReported() {
        FakeSession session = new FakeSession();

        SessionResult result = session.serve(node.agent().sessions(), exec(List.of("/no/such"), false));

        assertThat(result.getError() + session.stdout()).contains("no such file or directory");
        assertThat(result.getExitCode() + result.getHttpStatus()).isNotZero();
    }

    @Test
    void anUnknownContainerIsNotFound() {
        SessionRequest request = SessionRequest.newBuilder()
                .setExec(ExecRequest.newBuilder().setPod(reference()).setContainer("none"))
                .build();

        SessionResult result = new FakeSession().serve(node.agent().sessions(), request);

        assertThat(result.getHttpStatus()).isEqualTo(404);
        assertThat(result.getError()).isEqualTo("container not found (\"none\")");
    }

    @Test
    void attachingReachesTheFirstProcess() {
        FakeSession session = new FakeSession();
        SessionRequest request = SessionRequest.newBuilder()
                .setAttach(AttachRequest.newBuilder()
                        .setPod(reference())
                        .setContainer("echo")
                        .setStdin(true)
                        .setStdout(true)
                        .setStderr(true))
                .build();
        Thread serving = session.start(node.agent().sessions(), request);
        session.send("hello\n");

        Await.until("echo", TestNode.LIMIT, () -> session.stdout().contains("hello\n"));
        session.send("last\n");
        session.closeInput();
        Await.until("detached", TestNode.LIMIT, () -> !serving.isAlive());
        assertThat(session.stdout()).endsWith("hello\nlast\n");

        FakeSession another = new FakeSession();
        Thread attached = another.start(node.agent().sessions(), request);
        another.send("again\n");
        Await.until(
                "echo of a process that has gone on",
                TestNode.LIMIT,
                () -> another.stdout().contains("again\n"));
        another.breakOff();
        Await.until("served", TestNode.LIMIT, () -> !attached.isAlive());
    }

    @Test
    void aPortOfThePodIsReached() {
        FakeSession session = new FakeSession();
        SessionRequest request = SessionRequest.newBuilder()
                .setPortForward(
                        PortForwardRequest.newBuilder().setPod(reference()).setPort(7000))
                .build();
        session.send("ping");
        session.closeInput();

        SessionResult result = session.serve(node.agent().sessions(), request);

        assertThat(result.getError()).isEmpty();
        assertThat(session.stdout()).isEqualTo("ping");
    }

    @Test
    void aPortWhereNobodyListensIsReported() {
        SessionRequest request = SessionRequest.newBuilder()
                .setPortForward(
                        PortForwardRequest.newBuilder().setPod(reference()).setPort(7999))
                .build();

        SessionResult result = new FakeSession().serve(node.agent().sessions(), request);

        assertThat(result.getError()).startsWith("failed to connect to localhost:7999 inside pod");
    }

    private static SessionRequest logs(LogsRequest.Builder logs, String container) {
        return SessionRequest.newBuilder()
                .setLogs(logs.setPod(reference()).setContainer(container))
                .build();
    }

    private static SessionRequest exec(List<String> command, boolean tty) {
        return SessionRequest.newBuilder()
                .setExec(ExecRequest.newBuilder()
                        .setPod(reference())
                        .setContainer("main")
                        .addAllCommand(command)
                        .setStdin(true)
                        .setStdout(true)
                        .setStderr(!tty)
                        .setTty(tty))
                .build();
    }

    private static PodReference reference() {
        return PodReference.newBuilder()
                .setNamespace("default")
                .setName("talker")
                .setUid(TestNode.uid(pod))
                .build();
    }
}
