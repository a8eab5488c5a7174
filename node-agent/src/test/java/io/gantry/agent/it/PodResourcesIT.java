package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cgroup.GroupSettings;
import io.gantry.agent.cgroup.PodGroups;
import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a pod may use of its node, on a real engine. */
class PodResourcesIT extends PodsOnEngine {

    @Test
    void aRunningContainerGetsNewResources() {
        ObjectNode pod = Pods.pod("resized", "Always");
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        resources(container, "250m", "32Mi");
        node.apply(pod);
        node.awaitReady(pod);
        ObjectNode changed = pod.deepCopy();
        ((ObjectNode) changed.path("metadata")).put("generation", 2);
        resources((ObjectNode) changed.path("spec").path("containers").get(0), "500m", "64Mi");
        node.apply(changed);

        JsonNode status = node.await(
                changed,
                "resized",
                current -> current.path("observedGeneration").asInt() == 2
                        && TestNode.container(current, "main")
                                .path("resources")
                                .path("limits")
                                .path("memory")
                                .asText()
                                .equals("64Mi"));

        assertThat(TestNode.condition(status, "PodResizeInProgress")).isEmpty();
        assertThat(TestNode.container(status, "main").path("restartCount").asInt())
                .isZero();
        assertThat(exec(changed, "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                        .strip())
                .isEqualTo(Long.toString(64L << 20));
        assertThat(exec(changed, "cat", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us").strip())
                .isEqualTo("50000");
        assertThat(node.reporter.events())
                .anyMatch(event -> event.startsWith("ResizeCompleted: Pod resize completed: {"));
        node.delete(changed, 0);
    }

    @Test
    void tooMuchMemoryEndsAContainer() {
        ObjectNode pod = Pods.pod("greedy", "Never");
        Pods.container(pod, "main", "tail -c 200m /dev/zero")
                .putObject("resources")
                .putObject("limits")
                .put("memory", "16Mi");
        node.apply(pod);

        JsonNode status = node.await(
                pod, "failed", current -> current.path("phase").asText().equals("Failed"));

        JsonNode ended = TestNode.container(status, "main").path("state").path("terminated");
        // not every kernel tells the engine why: the reason is OOMKilled only where it does
        assertThat(ended.path("reason").asText()).isIn("OOMKilled", "Error");
        assertThat(ended.path("exitCode").asInt()).isEqualTo(137);
        node.delete(pod, 0);
    }

    private static void resources(ObjectNode container, String cpu, String memory) {
        ObjectNode resources = container.putObject("resources");
        resources.putObject("limits").put("cpu", cpu).put("memory", memory);
        resources.putObject("requests").put("cpu", cpu).put("memory", memory);
    }

    @Test
    void aPodHasAGroupWithWhatItsContainersMayUseTogetherUntilItIsGone() throws IOException {
        ObjectNode pod = Pods.pod("grouped", "Always");
        ((ObjectNode) pod.path("spec"))
                .putObject("overhead")
                .put("memory", "8Mi")
                .put("cpu", "100m");
        resources(Pods.container(pod, "main", SLEEP), "100m", "32Mi");
        resources(Pods.container(pod, "side", SLEEP), "200m", "64Mi");
        node.apply(pod);
        node.awaitReady(pod);

        assertThat(exec(pod, "cat", "/proc/1/cgroup")).contains("memory:" + path("", pod) + "/");
        assertThat(group("memory", "", pod, "memory.limit_in_bytes")).isEqualTo(Long.toString(104L << 20));
        assertThat(group("cpu", "", pod, "cpu.cfs_quota_us")).isEqualTo("40000");
        assertThat(group("cpu", "", pod, "cpu.shares")).isEqualTo("409");
        assertThat(group("pids", "", pod, "pids.max")).isEqualTo("4096");
        node.delete(pod, 0);
        assertThat(leftOf(pod)).isEmpty();
    }

    @Test
    void podsOfAClassShareAGroup() throws IOException {
        ObjectNode burstable = Pods.pod("burstable", "Always");
        Pods.container(burstable, "main", SLEEP)
                .putObject("resources")
                .putObject("requests")
                .put("cpu", "250m");
        ObjectNode bestEffort = Pods.pod("besteffort", "Always");
        Pods.container(bestEffort, "main", SLEEP);
        node.apply(burstable);
        node.apply(bestEffort);
        node.awaitReady(burstable);
        node.awaitReady(bestEffort);

        assertThat(group("cpu", "burstable/", burstable, "cpu.shares")).isEqualTo("256");
        assertThat(group("cpu", "besteffort/", bestEffort, "cpu.shares")).isEqualTo("2");
        Path kubepods = Path.of("/sys/fs/cgroup/cpu" + TestNode.GROUP + "/kubepods");
        assertThat(kubepods.resolve("burstable/cpu.shares")).hasContent("256\n");
        assertThat(kubepods.resolve("besteffort/cpu.shares")).hasContent("2\n");
        node.delete(burstable, 0);
        node.delete(bestEffort, 0);
        assertThat(kubepods.resolve("burstable/cpu.shares")).hasContent("2\n");
        assertThat(leftOf(burstable)).isEmpty();
        assertThat(leftOf(bestEffort)).isEmpty();
    }

    @Test
    void whatAPodSaysForAllItsContainersHoldsForThemTogether() throws IOException {
        ObjectNode pod = Pods.pod("podlevel", "Never");
        resources((ObjectNode) pod.path("spec"), "500m", "48Mi");
        Pods.container(pod, "idle", "sleep 2");
        Pods.container(pod, "greedy", "tail -c 200m /dev/zero");
        node.apply(pod);

        JsonNode status = node.await(
                pod, "failed", current -> current.path("phase").asText().equals("Failed"));

        assertThat(status.path("qosClass").asText()).isEqualTo("Guaranteed");
        assertThat(TestNode.container(status, "greedy")
                        .at("/state/terminated/exitCode")
                        .asInt())
                .isEqualTo(137);
        assertThat(TestNode.container(status, "idle")
                        .at("/state/terminated/exitCode")
                        .asInt())
                .isZero();
        Await.until("groups gone", TestNode.LIMIT, () -> leftOf(pod).isEmpty());
        node.delete(pod, 0);
    }

    @Test
    void theGroupOfAPodThatShrinksFollowsItsContainers() throws IOException {
        ObjectNode pod = Pods.pod("shrinking", "Always");
        resources(Pods.container(pod, "main", SLEEP), "500m", "64Mi");
        node.apply(pod);
        node.awaitReady(pod);
        ObjectNode changed = pod.deepCopy();
        ((ObjectNode) changed.path("metadata")).put("generation", 2);
        resources((ObjectNode) changed.path("spec").path("containers").get(0), "250m", "32Mi");
        node.reporter.clearEvents();
        node.apply(changed);

        Await.until(
                "resized",
                TestNode.LIMIT,
                () -> node.reporter.events().stream().anyMatch(event -> event.startsWith("ResizeCompleted: ")));

        assertThat(group("memory", "", pod, "memory.limit_in_bytes")).isEqualTo(Long.toString(32L << 20));
        assertThat(group("cpu", "", pod, "cpu.cfs_quota_us")).isEqualTo("25000");
        assertThat(exec(changed, "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                        .strip())
                .isEqualTo(Long.toString(32L << 20));
        node.delete(changed, 0);
    }

    @Test
    void aGroupThatWasLeftBehindGoes() throws IOException, InterruptedException {
        ObjectNode left = Pods.pod("left", "Always");
        Path group = Files.createDirectories(Path.of("/sys/fs/cgroup/memory" + path("burstable/", left)));

        Await.until("removed", TestNode.LIMIT, () -> !Files.exists(group));
    }

    @Test
    void allGroupsOfAnAgentThatNoLongerRunsAreRemoved() throws IOException {
        String root = TestNode.GROUP + "-gone/node-1";
        Path tree = Path.of("/sys/fs/cgroup/memory");
        Path pod = Files.createDirectories(tree.resolve(root.substring(1)).resolve("kubepods/burstable/podx"));
        PodGroups groups = new PodGroups(
                new GroupSettings(GroupSettings.Mode.PODS, root, 0), List.of(), new HostCommands(), Path.of("/"));

        groups.removeAll();

        assertThat(pod).doesNotExist();
        assertThat(tree.resolve(TestNode.GROUP.substring(1) + "-gone")).doesNotExist();
    }

    private static String path(String above, ObjectNode pod) {
        return TestNode.GROUP + "/kubepods/" + above + "pod" + TestNode.uid(pod);
    }

    private static String group(String controller, String above, ObjectNode pod, String file) throws IOException {
        return Files.readString(
                        Path.of("/sys/fs/cgroup", controller, path(above, pod).substring(1), file))
                .strip();
    }

    /** What the pod's groups have left in any tree. */
    private static List<Path> leftOf(ObjectNode pod) {
        List<Path> left = new ArrayList<>();
        try (Stream<Path> trees = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path tree : trees.toList()) {
                for (String above : List.of("", "burstable/", "besteffort/")) {
                    Path group = tree.resolve(path(above, pod).substring(1));
                    if (Files.exists(group)) {
                        left.add(group);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return left;
    }
}
