package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.env.ConfigData;
import io.gantry.agent.env.PodFields;
import io.gantry.agent.env.ResourceFields;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalVolumesTest {

    private static final String OWN = "\"pv.kubernetes.io/provisioned-by\":\"gantry.io/node-local\"";

    @TempDir
    private Path directory;

    private final Mounts mounts = new Mounts(new HostCommands());
    private final ClusterState cluster = new ClusterState();
    private final RecordingReporter reporter = new RecordingReporter();

    private LocalVolumes volumes() {
        return new LocalVolumes(directory.resolve("local-volumes"));
    }

    private ObjectNode volume(String name, String path, String annotations, String deletion) {
        return Json.read("""
                {"metadata":{%s"name":"%s","uid":"u","annotations":{%s},"finalizers":["gantry.io/node-local"]},
                 "spec":{"local":{"path":"%s"},"claimRef":{"uid":"c"},"persistentVolumeReclaimPolicy":"Delete"},
                 "status":{"phase":"Released"}}""".formatted(deletion, name, annotations, path));
    }

    private void put(ObjectNode volume) {
        cluster.upsert(
                new ObjectRef(
                        ObjectRef.PERSISTENT_VOLUMES,
                        "",
                        volume.path("metadata").path("name").asText()),
                volume);
        cluster.upsert(
                new ObjectRef(ObjectRef.PERSISTENT_VOLUME_CLAIMS, "ns", "c"),
                Json.read("{\"metadata\":{\"uid\":\"c\"},\"spec\":{\"volumeName\":\""
                        + volume.path("metadata").path("name").asText()
                        + "\"},\"status\":{\"phase\":\"Bound\"}}"));
    }

    private void prepare() throws VolumeException {
        Pod pod = new Pod(Json.read("""
                {"metadata":{"namespace":"ns","name":"p","uid":"u"},
                 "spec":{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}]}}"""));
        new PodVolumes(mounts, new VolumeSources(cluster), volumes())
                .setUp(
                        pod,
                        pod.volumes().getFirst(),
                        directory.resolve("pod"),
                        new Payload(
                                new ConfigData(cluster, "ns"),
                                new PodFields(pod, List.of(), List.of()),
                                new ResourceFields(pod, Map.of()),
                                (audience, seconds) -> audience,
                                new TrustBundles(cluster),
                                (volume, source) -> {
                                    throw new IOException("no certificates");
                                },
                                CredentialReaders.of(pod)));
    }

    @Test
    void theDirectoryOfOurOwnVolumeIsMadeWhenAPodFirstUsesItAndKeptThen() throws Exception {
        Path expected = directory.resolve("local-volumes/pvc-1");
        put(volume("pvc-1", expected.toString(), OWN, ""));
        prepare();
        assertThat(expected).isDirectory();
        assertThat(Files.getPosixFilePermissions(expected)).hasSize(9);
        Files.writeString(expected.resolve("file"), "data");
        prepare();
        assertThat(expected.resolve("file")).hasContent("data");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pvc-1 | local-volumes/pvc-1 | ``
            pvc-1 | local-volumes/pvc-2 | "pv.kubernetes.io/provisioned-by":"gantry.io/node-local"
            pvc-1 | elsewhere           | "pv.kubernetes.io/provisioned-by":"gantry.io/node-local"
            """)
    void anyOtherPathMustBeThere(String name, String path, String annotations) {
        Path expected = directory.resolve(path);
        put(volume(name, expected.toString(), annotations, ""));
        assertThatThrownBy(this::prepare)
                .isInstanceOf(VolumeException.class)
                .hasMessage("MountVolume.NewMounter initialization failed for volume \"" + name + "\" : path \""
                        + expected + "\" does not exist");
        assertThat(expected).doesNotExist();
    }

    @Test
    void onlyDirectoriesOfVolumesThatAreToGoAreRemoved() throws IOException {
        String deletion = "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",";
        for (String name : Set.of("gone", "kept", "forged")) {
            Files.createDirectories(directory.resolve("local-volumes").resolve(name));
            Files.writeString(directory.resolve("local-volumes").resolve(name).resolve("file"), "data");
        }
        put(volume("gone", directory.resolve("local-volumes/gone").toString(), OWN, deletion));
        put(volume("kept", directory.resolve("local-volumes/kept").toString(), OWN, ""));
        put(volume("forger", directory.resolve("local-volumes/forged").toString(), OWN, deletion));
        VolumeRemovals removals = new VolumeRemovals(volumes(), mounts, cluster, reporter);
        assertThat(removals.removeAll()).isFalse();
        // said again as long as the control plane has the volume
        assertThat(removals.removeAll()).isFalse();
        assertThat(directory.resolve("local-volumes/gone")).doesNotExist();
        assertThat(directory.resolve("local-volumes/kept/file")).exists();
        assertThat(directory.resolve("local-volumes/forged/file")).exists();
        assertThat(reporter.volumeRemoved("gone")).isTrue();
        assertThat(reporter.volumeRemoved("kept")).isFalse();
        assertThat(reporter.volumeRemoved("forger")).isFalse();
        cluster.remove(new ObjectRef(ObjectRef.PERSISTENT_VOLUMES, "", "gone"));
        assertThat(removals.removeAll()).isTrue();
    }
}
