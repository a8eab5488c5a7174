package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stays when the agent or the engine ends. */
class RestartIT {

    private static final String SLEEP = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    private static PrivateEngine engine;
    private static TestNode node;

    @BeforeAll
    static void startNode() throws IOException, InterruptedException {
        engine = new PrivateEngine(Files.createTempDirectory("gantry-it-"));
        node = new TestNode(engine.host(), engine.root().resolve("state"));
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
        engine.close();
    }

    @Test
    void anAgentRestartLeavesContainersRunning() throws IOException, InterruptedException {
        ObjectNode pod = Pods.pod("steady", "Always");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);
        String before = TestNode.container(node.awaitReady(pod), "main")
                .path("containerID")
                .asText();

        node.restartAgent();
        ObjectNode changed = pod.deepCopy();
        ((ObjectNode) changed.path("metadata")).putObject("labels").put("seen", "again");
        node.apply(changed);

        JsonNode status = node.awaitReady(pod);
        assertThat(TestNode.container(status, "main").path("containerID").asText())
                .isEqualTo(before);
        assertThat(TestNode.container(status, "main").path("restartCount").asInt())
                .isZero();
        node.delete(pod, 0);
    }

    @Test
    void anEngineCrashLeavesContainersRunning() throws IOException, InterruptedException {
        ObjectNode pod = Pods.pod("enduring", "Always");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);
        String before = TestNode.container(node.awaitReady(pod), "main")
                .path("containerID")
                .asText();

        engine.crash();
        engine.start();

        assertThat(exec(pod, "echo", "alive")).isEqualTo("alive\n");
        JsonNode status = node.awaitReady(pod);
        assertThat(TestNode.container(status, "main").path("containerID").asText())
                .isEqualTo(before);
        node.delete(pod, 0);
    }

    @Test
    void anEngineRestartLeavesProbedContainersRunningAndReady() throws IOException, InterruptedException {
        ObjectNode pod = Pods.pod("probed", "Always");
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        for (String probe : new String[] {"livenessProbe", "readinessProbe"}) {
            ObjectNode exec = container.putObject(probe).put("periodSeconds", 1).put("failureThreshold", 1);
            exec.putObject("exec").putArray("command").add("true");
        }
        node.apply(pod);
        String before = TestNode.container(node.awaitReady(pod), "main")
                .path("containerID")
                .asText();

        engine.stop();
        Await.until(
                "a probe finds no engine",
                Duration.ofSeconds(20),
                () -> node.reporter.events().stream()
                        .anyMatch(event -> event.contains("probe errored and resulted in unknown state")));
        engine.start();

        assertThat(exec(pod, "echo", "alive")).isEqualTo("alive\n");
        JsonNode status = node.awaitReady(pod);
        assertThat(TestNode.container(status, "main").path("containerID").asText())
                .isEqualTo(before);
        assertThat(TestNode.container(status, "main").path("restartCount").asInt())
                .isZero();
        node.delete(pod, 0);
    }

    @Test
    void aPodThatLostItsSandboxGetsANewOne() throws IOException {
        ObjectNode pod = Pods.pod("uprooted", "Always");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);
        node.awaitReady(pod);

        try (DockerClient client = engine.client()) {
            client.listContainersCmd()
                    .withLabelFilter(Map.of(
                            "io.kubernetes.pod.uid", TestNode.uid(pod), "io.kubernetes.docker.type", "podsandbox"))
                    .exec()
                    .forEach(container ->
                            client.killContainerCmd(container.getId()).exec());
        }

        JsonNode status = node.await(
                pod,
                "ready again",
                current -> TestNode.condition(current, "Ready").equals("True")
                        && TestNode.container(current, "main")
                                        .path("restartCount")
                                        .asInt()
                                == 1);
        assertThat(status.path("podIP").asText()).startsWith("10.213.0.");
        assertThat(node.reporter.events())
                .contains("SandboxChanged: Pod sandbox changed, it will be killed and re-created.");
        assertThat(exec(pod, "echo", "alive")).isEqualTo("alive\n");
        node.delete(pod, 0);
    }

    private static String exec(ObjectNode pod, String... command) {
        return new FakeSession().exec(node.agent().sessions(), TestNode.uid(pod), "main", command);
    }
}
