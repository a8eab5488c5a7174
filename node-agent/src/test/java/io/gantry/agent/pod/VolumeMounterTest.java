package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeMounterTest {

    @TempDir
    private Path directory;

    private final ClusterState cluster = new ClusterState();
    private final RecordingReporter reporter = new RecordingReporter();
    private final PodMemory memory = new PodMemory(TestPods.NOW);
    private Instant now = TestPods.NOW;
    private VolumeMounter mounter;
    private Pod pod;

    @BeforeEach
    void make() throws IOException {
        mounter = new VolumeMounter(
                TestServices.of(directory, new EngineAwayTest.Engine(), cluster, reporter, () -> now), memory);
        pod = TestPods.pod("""
                {'containers':[],'volumes':[
                  {'name':'settings','configMap':{'name':'late'}},
                  {'name':'disk','hostPath':{'path':'%s/disk','type':'Directory'}},
                  {'name':'scratch','emptyDir':{}}]}""".formatted(directory));
    }

    private void setUpAfter(Duration pause) {
        now = now.plus(pause);
        mounter.setUp(pod, List.of());
    }

    private String missingDirectory() {
        return "FailedMount: MountVolume.SetUp failed for volume \"disk\" : hostPath type check failed: " + directory
                + "/disk is not a directory";
    }

    private static String missingConfigMap() {
        return "FailedMount: MountVolume.SetUp failed for volume \"settings\" : configmap \"late\" not found";
    }

    private Duration untilNextTry() {
        return Duration.between(
                now, memory.snapshot().failures().get(PodActual.Memory.VOLUMES).retryAt());
    }

    private void applyConfigMap() {
        cluster.upsert(
                new ObjectRef(ObjectRef.CONFIG_MAPS, "ns", "late"),
                Json.read("{\"metadata\":{\"namespace\":\"ns\",\"name\":\"late\"},\"data\":{\"k\":\"v\"}}"));
        memory.configChanged();
    }

    @Test
    void aVolumeThatFailsKeepsNoOtherFromBeingSetUp() {
        setUpAfter(Duration.ZERO);

        assertThat(reporter.events()).containsExactly(missingConfigMap(), missingDirectory());
        assertThat(directory.resolve("pods/u1/volumes/scratch")).isDirectory();
        assertThat(memory.snapshot().volumesReady()).isFalse();
    }

    @Test
    void itIsToldWithEachTryAndNotBefore() throws IOException {
        Files.createDirectory(directory.resolve("disk"));
        setUpAfter(Duration.ZERO);
        assertThat(untilNextTry()).isEqualTo(Duration.ofMillis(500));
        setUpAfter(Duration.ofMillis(499));
        assertThat(reporter.events()).containsExactly(missingConfigMap());

        setUpAfter(Duration.ofMillis(1));

        assertThat(reporter.events()).containsExactly(missingConfigMap(), missingConfigMap());
        assertThat(untilNextTry()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aConfigMapIsTakenAsSoonAsItComesWhileOtherVolumesWait() throws IOException {
        setUpAfter(Duration.ZERO);

        applyConfigMap();
        Files.createDirectory(directory.resolve("disk"));
        setUpAfter(Duration.ZERO);

        assertThat(directory.resolve("pods/u1/volumes/settings/k")).hasContent("v");
        assertThat(memory.snapshot().volumesReady()).isFalse();
        setUpAfter(Duration.ofMillis(500));
        assertThat(memory.snapshot().volumesReady()).isTrue();
        assertThat(memory.snapshot().failures()).isEmpty();
    }

    @Test
    void onlyWhatIsMadeFromObjectsIsMadeAgain() throws IOException {
        Files.createDirectory(directory.resolve("disk"));
        applyConfigMap();
        setUpAfter(Duration.ZERO);
        assertThat(memory.snapshot().volumesReady()).isTrue();
        Files.delete(directory.resolve("disk"));
        Files.delete(directory.resolve("pods/u1/volumes/settings/..data"));

        memory.configChanged();
        setUpAfter(Duration.ZERO);

        assertThat(reporter.events()).isEmpty();
        assertThat(directory.resolve("pods/u1/volumes/settings/k")).hasContent("v");
    }
}
