package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing of a pod stays behind, however many come and go at once and whatever breaks meanwhile. */
class PodBurstIT {

    /** A full node has 110; a build has less time. */
    private static final int MANY = Integer.getInteger("gantry.burst.pods", 20);

    private static final int SOME = 6;
    /** For a machine that does other things as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(60 + 2L * MANY);

    private static PrivateEngine engine;
    private Path stateDir;
    private Leftovers before;
    private UnaryOperator<Leftovers> compared = UnaryOperator.identity();

    @BeforeAll
    static void startEngine() throws IOException, InterruptedException {
        engine = new PrivateEngine(Files.createTempDirectory("gantry-it-"));
    }

    @AfterAll
    static void stopEngine() throws IOException {
        engine.close();
    }

    @BeforeEach
    void count() throws IOException {
        stateDir = Files.createTempDirectory(engine.root(), "state-");
        before = Leftovers.count(engine, stateDir);
    }

    @AfterEach
    void nothingIsLeft() {
        Leftovers expected = compared.apply(before);
        try {
            Await.until("as before: " + expected, Duration.ofSeconds(20), () -> left().equals(expected));
        } catch (AssertionError late) {
            assertThat(left()).isEqualTo(expected);
        }
    }

    private Leftovers left() {
        return compared.apply(Leftovers.count(engine, stateDir));
    }

    @Test
    void manyPodsAtOnceLeaveNothing() throws IOException, InterruptedException {
        try (TestNode node = node()) {
            List<ObjectNode> pods = BurstPods.of("many", MANY);
            pods.forEach(node::apply);
            ready(node, pods);
            Leftovers full = Leftovers.count(engine, stateDir);
            assertThat(full.containers()).isEqualTo(before.containers() + 2L * MANY);
            assertThat(full.interfaces()).isEqualTo(MANY);
            assertThat(full.addresses()).isEqualTo(MANY);
            assertThat(full.portRules()).isPositive();

            delete(node, pods);
        }
    }

    @Test
    void podsThatAreDeletedWhileTheyStartLeaveNothing() throws IOException, InterruptedException {
        try (TestNode node = node()) {
            List<ObjectNode> pods = BurstPods.of("brief", SOME);
            pods.forEach(node::apply);
            awaitContainers(SOME);

            delete(node, pods);
        }
    }

    @Test
    void whatAKilledAgentHadBegunIsRemovedByTheNextOne() throws IOException, InterruptedException {
        Process doomed = DoomedAgent.start(engine.host(), stateDir, "orphan", SOME);
        try {
            awaitContainers(SOME);
        } finally {
            doomed.destroyForcibly().waitFor();
        }
        // its control plane wants none of them any more
        TestNode node = node();
        try {
            nothingIsLeft();
        } finally {
            node.close();
        }
    }

    @Test
    void anEngineThatHangsInTheMiddleGoesOnWhereItWas() throws IOException, InterruptedException {
        try (TestNode node = node()) {
            List<ObjectNode> pods = BurstPods.of("frozen", SOME);
            pods.forEach(node::apply);
            awaitContainers(SOME / 2);
            List<ObjectNode> unwanted = pods.subList(0, SOME / 2);
            List<ObjectNode> wanted = pods.subList(SOME / 2, SOME);
            engine.hang();
            try {
                unwanted.forEach(pod -> node.beginDelete(pod, 0));
            } finally {
                engine.goOn();
            }

            ready(node, wanted);
            delete(node, pods);
        }
    }

    @Test
    void anEngineThatHangsForLongerThanItsLimitIsToldAndAwaited() throws IOException, InterruptedException {
        try (TestNode node = new TestNode(engine.host(), Duration.ofSeconds(4), stateDir)) {
            List<ObjectNode> pods = BurstPods.of("stuck", SOME);
            pods.forEach(node::apply);
            awaitContainers(SOME / 2);
            List<ObjectNode> unwanted = pods.subList(0, SOME / 2);
            List<ObjectNode> wanted = pods.subList(SOME / 2, SOME);
            engine.hang();
            try {
                unwanted.forEach(pod -> node.beginDelete(pod, 0));
                Await.until("events", PATIENCE, () -> {
                    node.pass(Duration.ofSeconds(1));
                    return node.reporter.events().stream()
                                    .filter(event -> event.equals("FailedSync: error determining status: the Docker"
                                            + " daemon has not answered for 4s"))
                                    .count()
                            >= SOME;
                });
                Await.until("the node is not ready", PATIENCE, () -> {
                    node.pass(Duration.ofSeconds(1));
                    return TestNode.condition(node.reporter.node().orElse(Json.object()), "Ready")
                            .equals("False");
                });
            } finally {
                engine.goOn();
            }

            ready(node, wanted);
            Await.until(
                    "the node is ready",
                    PATIENCE,
                    () -> TestNode.condition(node.reporter.node().orElse(Json.object()), "Ready")
                            .equals("True"));
            delete(node, pods);
        }
    }

    @Test
    void anEngineThatCrashesInTheMiddleIsAwaited() throws IOException, InterruptedException {
        try (TestNode node = node()) {
            List<ObjectNode> pods = BurstPods.of("crashed", SOME);
            pods.forEach(node::apply);
            awaitContainers(SOME / 2);
            compared = Leftovers::withoutLossesOfTheEngine;
            engine.crash();
            engine.start();

            ready(node, pods);
            delete(node, pods);
        }
    }

    @Test
    void aStrangerWithTheNameOfASandboxIsNotTouched() throws IOException, InterruptedException {
        try (TestNode node = node();
                DockerClient client = engine.client()) {
            ObjectNode pod = BurstPods.of("clash", 1).getFirst();
            String stranger = client.createContainerCmd(PrivateEngine.IMAGE)
                    .withCmd("true")
                    .withName("k8s_POD_clash-0_default_" + TestNode.uid(pod) + "_0")
                    .exec()
                    .getId();
            node.apply(pod);

            Await.until(
                    "the sandbox fails",
                    PATIENCE,
                    () -> node.reporter.events().stream()
                            .anyMatch(event -> event.startsWith("FailedCreatePodSandBox: ")
                                    && event.contains("is already in use by container")));
            assertThat(client.inspectContainerCmd(stranger).exec().getId()).isEqualTo(stranger);
            client.removeContainerCmd(stranger).exec();

            ready(node, List.of(pod));
            delete(node, List.of(pod));
        }
    }

    @Test
    void anAgentThatFindsItsFilesDestroyedSetsItsPodsUpAgain() throws IOException, InterruptedException {
        List<ObjectNode> pods = BurstPods.of("torn", 2);
        try (TestNode node = node()) {
            pods.forEach(node::apply);
            ready(node, pods);
        }
        Files.writeString(stateDir.resolve("node.json"), "{");
        for (ObjectNode pod : pods) {
            Path directory = stateDir.resolve("pods").resolve(TestNode.uid(pod));
            Files.writeString(directory.resolve("pod.json"), "");
            Files.writeString(directory.resolve("network.json"), "{\"sandboxId\":");
        }

        try (TestNode node = node()) {
            pods.forEach(node::apply);
            ready(node, pods);
            assertThat(Leftovers.count(engine, stateDir).addresses()).isEqualTo(pods.size());
            delete(node, pods);
        }
    }

    private TestNode node() throws IOException, InterruptedException {
        return new TestNode(engine.host(), stateDir);
    }

    private static void ready(TestNode node, List<ObjectNode> pods) {
        for (ObjectNode pod : pods) {
            Await.until(
                    "ready",
                    PATIENCE,
                    () -> node.reporter
                            .status(TestNode.uid(pod))
                            .filter(status ->
                                    TestNode.condition(status, "Ready").equals("True"))
                            .isPresent());
        }
    }

    private static void delete(TestNode node, List<ObjectNode> pods) {
        pods.forEach(pod -> node.beginDelete(pod, 0));
        for (ObjectNode pod : pods) {
            Await.until("gone", PATIENCE, () -> node.reporter.finished(TestNode.uid(pod)));
            node.remove(pod);
        }
    }

    private void awaitContainers(int count) throws IOException {
        try (DockerClient client = engine.client()) {
            Await.until(
                    count + " containers",
                    PATIENCE,
                    () -> client.listContainersCmd().withShowAll(true).exec().size() >= before.containers() + count);
        }
    }
}
