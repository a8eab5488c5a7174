package io.gantry.agent.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.NodeUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come, change and go, and the mirrors of their pods. */
class StaticPodsTest {

    private static final ObjectRef REF = new ObjectRef(ObjectRef.PODS, "default", "web-n1");

    @TempDir
    private Path folder;

    private final ClusterState cluster = new ClusterState();
    private final RecordingReporter reporter = new RecordingReporter();
    private final FakeRunner runner = new FakeRunner();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Mirrors mirrors = new Mirrors(cluster, reporter, () -> now);
    private StaticPods pods;

    private static final class FakeRunner implements StaticPodRunner {

        private final Map<String, Pod> running = new HashMap<>();
        private final List<String> ended = new ArrayList<>();
        private boolean ends = true;

        @Override
        public void run(Pod pod) {
            running.put(pod.uid(), pod);
        }

        @Override
        public void end(Pod pod) {
            ended.add(pod.uid());
            if (ends) {
                running.remove(pod.uid());
            }
        }

        @Override
        public boolean hasOther(Pod pod) {
            return running.values().stream()
                    .anyMatch(other ->
                            other.name().equals(pod.name()) && !other.uid().equals(pod.uid()));
        }
    }

    @BeforeEach
    void watched() {
        cluster.addListener(mirrors);
        pods = new StaticPods(folder, "n1", runner, mirrors, () -> now);
    }

    private void write(String file, String name, String image) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec: {containers: [{name: c, image: "
                        + image + "}]}\n");
    }

    private List<String> names() {
        return runner.running.values().stream().map(Pod::name).sorted().toList();
    }

    private Pod only() {
        return runner.running.values().iterator().next();
    }

    private void mirror(Pod pod, String uid, String more) {
        cluster.upsert(REF, Json.read("""
                {"metadata":{"name":"%s","namespace":"%s","uid":"%s"%s,"annotations":
                  {"kubernetes.io/config.mirror":"%s","kubernetes.io/config.hash":"%s"}},"spec":{}}""".formatted(pod.name(), pod.namespace(), uid, more, pod.uid(), pod.uid())));
    }

    @Test
    void podsComeAndGoWithTheirFiles() throws IOException {
        write("web.yaml", "web", "i:1");
        write(".hidden.yaml", "hidden", "i:1");
        pods.look();
        assertThat(names()).containsExactly("web-n1");

        write("db.json", "db", "i:1");
        pods.look();
        assertThat(names()).containsExactly("db-n1", "web-n1");

        Files.delete(folder.resolve("web.yaml"));
        pods.look();
        assertThat(names()).containsExactly("db-n1");
    }

    @Test
    void aChangedFileIsAnotherPodThatWaitsForTheOneBefore() throws IOException {
        write("web.yaml", "web", "i:1");
        pods.look();
        String first = only().uid();
        runner.ends = false;
        write("web.yaml", "web", "i:2");
        pods.look();
        assertThat(runner.ended).containsExactly(first);
        assertThat(runner.running).containsOnlyKeys(first);

        runner.running.clear();
        pods.look();

        assertThat(only().spec().at("/containers/0/image").asText()).isEqualTo("i:2");
    }

    @Test
    void aSlipOfThePenEndsNoPod() throws IOException {
        write("web.yaml", "web", "i:1");
        pods.look();
        String uid = only().uid();

        Files.writeString(folder.resolve("web.yaml"), "kind: [");
        pods.look();

        assertThat(runner.running).containsOnlyKeys(uid);
        assertThat(runner.ended).isEmpty();
    }

    @Test
    void ofTwoFilesWithOneNameTheFirstCounts() throws IOException {
        write("a.yaml", "web", "i:1");
        write("b.yaml", "web", "i:2");
        pods.look();

        assertThat(only().spec().at("/containers/0/image").asText()).isEqualTo("i:1");
    }

    @Test
    void theControlPlaneIsAskedForMirrorsWhenThereIsNews() throws IOException {
        write("web.yaml", "web", "i:1");
        pods.look();
        pods.look();
        assertThat(reporter.staticPodsTold()).hasSize(1);
        assertThat(reporter.staticPodsTold().getFirst()).hasSize(1);

        cluster.beginSnapshot();
        cluster.completeSnapshot(ClusterSettings.UNKNOWN);
        assertThat(reporter.staticPodsTold()).hasSize(2);

        mirror(only(), "m1", "");
        cluster.remove(REF);
        assertThat(reporter.staticPodsTold()).hasSize(3);
        assertThat(names()).containsExactly("web-n1");

        // it could not be made: now and then, not all the time
        mirrors.tellWhenMissing();
        assertThat(reporter.staticPodsTold()).hasSize(3);
        now = now.plusSeconds(30);
        mirrors.tellWhenMissing();
        assertThat(reporter.staticPodsTold()).hasSize(4);
    }

    @Test
    void aPodReportsUnderTheIdentityOfItsMirror() throws IOException {
        write("web.yaml", "web", "i:1");
        pods.look();
        Pod pod = only();
        ObjectNode status = Json.object().put("phase", "Running");
        mirrors.podStatus(pod.identity(), status);
        assertThat(reporter.status("m1")).isEmpty();

        mirror(pod, "m1", "");
        mirrors.event(ObjectEvent.of(pod, ObjectEvent.Type.NORMAL, "Started", "x"));
        mirrors.usage(new NodeUsage(
                now,
                Duration.ofSeconds(15),
                new NodeUsage.Amount(1, 1),
                List.of(new NodeUsage.PodUsage(pod.identity(), Duration.ofSeconds(15), List.of()))));

        assertThat(reporter.status("m1")).contains(status);
        assertThat(mirrors.runningUid("m1")).isEqualTo(pod.uid());
        assertThat(mirrors.runningUid("other")).isEqualTo("other");
        assertThat(reporter.usage().orElseThrow().pods().getFirst().pod().uid()).isEqualTo("m1");
        assertThat(reporter.involved().getFirst().path("uid").asText()).isEqualTo("m1");
    }

    @Test
    void aMirrorThatIsDeletedHasNothingToWaitFor() throws IOException {
        write("web.yaml", "web", "i:1");
        pods.look();

        mirror(only(), "m1", ",\"deletionTimestamp\":\"2026-03-01T10:00:00Z\"");

        assertThat(reporter.finished("m1")).isTrue();
        assertThat(names()).containsExactly("web-n1");
    }

    @Test
    void otherPodsReportAsTheyAre() {
        PodIdentity other = new PodIdentity("default", "x", "u");
        mirrors.podStatus(other, Json.object());
        mirrors.podFinished(other);

        assertThat(reporter.status("u")).isPresent();
        assertThat(reporter.finished("u")).isTrue();
    }
}
