package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import io.gantry.agent.cluster.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods on a real engine with a real network. */
class PodLifecycleIT {

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
    void containersOfAPodShareVolumesAndNetworkAndLeaveNothingBehind() throws IOException {
        ObjectNode pod = Pods.pod("shared", "Always");
        Pods.volume(pod, "work").putObject("emptyDir");
        ObjectNode writer = Pods.container(
                pod,
                "writer",
                "echo from-writer > /work/file; while true; do nc -l -p 8080 -e cat /work/file; done & " + SLEEP);
        Pods.mount(writer, "work", "/work");
        ObjectNode reader = Pods.container(
                pod, "reader", "until nc 127.0.0.1 8080 </dev/null > /work/answer; do sleep 0.1; done; " + SLEEP);
        Pods.mount(reader, "work", "/work");
        node.apply(pod);

        JsonNode status = node.awaitReady(pod);

        assertThat(status.path("phase").asText()).isEqualTo("Running");
        assertThat(status.path("podIP").asText()).startsWith("10.213.0.");
        assertThat(status.path("qosClass").asText()).isEqualTo("BestEffort");
        assertThat(TestNode.container(status, "writer").path("containerID").asText())
                .startsWith("docker://");
        Path answer = node.stateDir().resolve("pods/" + TestNode.uid(pod) + "/volumes/work/answer");
        Await.until(
                "the reader has the writer's answer",
                TestNode.LIMIT,
                () -> read(answer).equals("from-writer\n"));
        assertThat(node.reporter.events())
                .contains(
                        "Pulled: Container image \"" + PrivateEngine.IMAGE
                                + "\" already present on machine and can be accessed by the pod",
                        "Created: Container created",
                        "Started: Container started");

        node.delete(pod, 30);

        assertThat(node.reporter.events()).contains("Killing: Stopping container writer");
        JsonNode last = node.reporter.status(TestNode.uid(pod)).orElseThrow();
        assertThat(last.path("phase").asText()).isEqualTo("Succeeded");
        assertThat(containers(pod)).isZero();
        assertThat(node.stateDir().resolve("pods").resolve(TestNode.uid(pod))).doesNotExist();
        assertThat(node.stateDir()
                        .resolve("cni/gantry")
                        .resolve(status.path("podIP").asText()))
                .doesNotExist();
    }

    @Test
    void aContainerThatEndsIsRestartedWithGrowingPauses() {
        ObjectNode pod = Pods.pod("crashing", "Always");
        Pods.container(pod, "main", "echo dying > /dev/termination-log; exit 3");
        node.apply(pod);

        JsonNode status = node.await(
                pod,
                "back-off",
                current -> TestNode.container(current, "main")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asText()
                        .equals("CrashLoopBackOff"));

        JsonNode container = TestNode.container(status, "main");
        assertThat(container.path("restartCount").asInt()).isEqualTo(1);
        assertThat(container.path("state").path("waiting").path("message").asText())
                .startsWith("back-off 10s restarting failed container=main pod=crashing_default(");
        JsonNode last = container.path("lastState").path("terminated");
        assertThat(last.path("exitCode").asInt()).isEqualTo(3);
        assertThat(last.path("reason").asText()).isEqualTo("Error");
        assertThat(last.path("message").asText()).isEqualTo("dying\n");
        assertThat(status.path("phase").asText()).isEqualTo("Running");
        node.await(
                pod,
                "second restart",
                current ->
                        TestNode.container(current, "main").path("restartCount").asInt() == 2);
        node.delete(pod, 0);
    }

    @Test
    void aJobLikePodEndsAndKeepsItsState() {
        ObjectNode pod = Pods.pod("once", "Never");
        Pods.container(pod, "good", "exit 0");
        Pods.container(pod, "bad", "exit 7");
        node.apply(pod);

        JsonNode status =
                node.await(pod, "end", current -> current.path("phase").asText().equals("Failed"));

        assertThat(TestNode.container(status, "good")
                        .path("state")
                        .path("terminated")
                        .path("reason")
                        .asText())
                .isEqualTo("Completed");
        assertThat(TestNode.container(status, "bad")
                        .path("state")
                        .path("terminated")
                        .path("exitCode")
                        .asInt())
                .isEqualTo(7);
        node.delete(pod, 30);
    }

    @Test
    void filesOfAConfigMapFollowTheObject() {
        node.apply(ObjectRef.CONFIG_MAPS, Pods.configMap("settings", "color", "red"));
        ObjectNode pod = Pods.pod("configured", "Always");
        Pods.volume(pod, "config").putObject("configMap").put("name", "settings");
        ObjectNode container = Pods.container(pod, "main", "cp=1; " + SLEEP);
        Pods.mount(container, "config", "/config");
        node.apply(pod);
        node.awaitReady(pod);
        assertThat(exec(pod, "cat", "/config/color")).isEqualTo("red");

        node.apply(ObjectRef.CONFIG_MAPS, Pods.configMap("settings", "color", "green"));

        Await.until(
                "new content",
                TestNode.LIMIT,
                () -> exec(pod, "cat", "/config/color").equals("green"));
        node.delete(pod, 0);
    }

    @Test
    void aMissingConfigMapIsReportedAndCuredWhenItComes() {
        ObjectNode pod = Pods.pod("early", "Always");
        Pods.volume(pod, "config").putObject("configMap").put("name", "late");
        Pods.mount(Pods.container(pod, "main", SLEEP), "config", "/config");
        node.apply(pod);
        Await.until(
                "event",
                TestNode.LIMIT,
                () -> node.reporter
                        .events()
                        .contains(
                                "FailedMount: MountVolume.SetUp failed for volume \"config\" : configmap \"late\" not found"));

        node.apply(ObjectRef.CONFIG_MAPS, Pods.configMap("late", "k", "v"));

        node.awaitReady(pod);
        node.delete(pod, 0);
    }

    @Test
    void aContainerThatIgnoresItsSignalIsKilledWhenItsTimeIsUp() {
        ObjectNode pod = Pods.pod("stubborn", "Always");
        Pods.container(pod, "main", "trap '' TERM; while true; do sleep 0.1; done");
        node.apply(pod);
        node.awaitReady(pod);

        node.delete(pod, 2);

        JsonNode last = node.reporter.status(TestNode.uid(pod)).orElseThrow();
        assertThat(TestNode.container(last, "main")
                        .path("state")
                        .path("terminated")
                        .path("exitCode")
                        .asInt())
                .isEqualTo(137);
        assertThat(last.path("phase").asText()).isEqualTo("Failed");
    }

    @Test
    void anUnknownImageIsReportedAsSuch() {
        ObjectNode pod = Pods.pod("noimage", "Always");
        Pods.container(pod, "main", SLEEP).put("image", "127.0.0.1:1/no/such:1");
        node.apply(pod);

        node.await(pod, "error", current -> waiting(current).equals("ErrImagePull"));
        JsonNode status =
                node.await(pod, "back-off", current -> waiting(current).equals("ImagePullBackOff"));

        assertThat(TestNode.container(status, "main")
                        .path("state")
                        .path("waiting")
                        .path("message")
                        .asText())
                .startsWith("Back-off pulling image \"127.0.0.1:1/no/such:1\": ErrImagePull: ");
        node.delete(pod, 0);
    }

    @Test
    void aPodThatNobodyWantsAnyMoreIsRemoved() {
        ObjectNode pod = Pods.pod("forgotten", "Always");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);
        node.awaitReady(pod);

        node.remove(pod);

        Await.until("containers gone", TestNode.LIMIT, () -> containers(pod) == 0);
        Path directory = node.stateDir().resolve("pods").resolve(TestNode.uid(pod));
        Await.until("directory gone", TestNode.LIMIT, () -> !Files.exists(directory));
    }

    @Test
    void manyPodsComeAndGoTogether() throws IOException {
        List<ObjectNode> pods = IntStream.range(0, 20)
                .mapToObj(i -> Pods.pod("many-" + i, "Always"))
                .toList();
        pods.forEach(pod -> Pods.container(pod, "main", SLEEP));
        pods.forEach(node::apply);
        List<String> addresses = pods.stream()
                .map(pod -> node.awaitReady(pod).path("podIP").asText())
                .toList();
        assertThat(addresses).doesNotHaveDuplicates().allMatch(address -> address.startsWith("10.213.0."));

        pods.forEach(pod -> node.beginDelete(pod, 5));
        pods.forEach(pod -> node.delete(pod, 5));

        assertThat(pods).allMatch(pod -> containers(pod) == 0);
        for (String address : addresses) {
            assertThat(node.stateDir().resolve("cni/gantry").resolve(address)).doesNotExist();
        }
    }

    private static String waiting(JsonNode status) {
        return TestNode.container(status, "main")
                .path("state")
                .path("waiting")
                .path("reason")
                .asText();
    }

    private static String exec(ObjectNode pod, String... command) {
        return new FakeSession().exec(node.agent().sessions(), TestNode.uid(pod), "main", command);
    }

    private static long containers(ObjectNode pod) {
        try (DockerClient client = engine.client();
                Stream<?> found = client
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(java.util.Map.of("io.kubernetes.pod.uid", TestNode.uid(pod)))
                        .exec()
                        .stream()) {
            return found.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
