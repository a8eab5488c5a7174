package io.gantry.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.status.StatusException;
import io.gantry.storage.NodeLocal;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users make and delete claims and the pods that use them while agents fall silent and the control plane crashes. No directory is left
 * behind, and none is removed that a claim still has. A failing run is repeated by its seed.
 */
class VolumesTest {

    private static final int NODES = 3;
    private static final int ACTIONS = 60;
    private static final int CLAIMS = 6;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void noDirectoryIsLostOrLeftBehind(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        for (int node = 1; node <= NODES; node++) {
            cluster.addNode("node-" + node, 4000, 30);
        }
        cluster.registry().create(StorageNames.CLASSES, Json.read("""
                {"metadata":{"name":"standard"},"provisioner":"gantry.io/node-local","volumeBindingMode":"WaitForFirstConsumer"}"""));
        cluster.run(Duration.ofSeconds(5));
        for (int action = 0; action < ACTIONS; action++) {
            act(cluster);
            cluster.run(Duration.ofMillis(500L * (1 + cluster.random().nextInt(12))));
            assertData(cluster);
        }
        cluster.run(Duration.ofMinutes(15));
        assertData(cluster);
        assertConverged(cluster);
    }

    private static void act(SimulatedCluster cluster) {
        int number = cluster.random().nextInt(CLAIMS);
        ObjectKey claim = new ObjectKey(StorageNames.CLAIMS, "default", "c-" + number);
        ObjectKey pod = cluster.pod("p-" + number + "-" + cluster.random().nextInt(2));
        switch (cluster.random().nextInt(10)) {
            case 0 -> cluster.crashControlPlane();
            case 1 ->
                cluster.agents()
                        .get(cluster.random().nextInt(NODES))
                        .silence(Duration.ofSeconds(cluster.random().nextInt(120)));
            case 2, 3 -> delete(cluster, claim);
            case 4, 5 -> delete(cluster, pod);
            case 6, 7 -> create(cluster, claim, """
                    {"metadata":{"name":"%s","namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],
                     "storageClassName":"standard","resources":{"requests":{"storage":"1Gi"}}}}""");
            default -> create(cluster, pod, """
                    {"metadata":{"name":"%s","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i"}],
                     "tolerations":[{"operator":"Exists"}],
                     "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c-N"}}]}}""".replace("c-N", claim.name()));
        }
    }

    private static void create(SimulatedCluster cluster, ObjectKey key, String json) {
        if (cluster.store().get(key).isEmpty()) {
            cluster.registry().create(key.resource(), Json.read(json.formatted(key.name())));
        }
    }

    private static void delete(SimulatedCluster cluster, ObjectKey key) {
        try {
            cluster.registry().delete(key, DeleteOptions.DEFAULT);
        } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(404);
        }
    }

    private static List<PersistentVolume> volumes(SimulatedCluster cluster) {
        return cluster.view().list(StorageNames.VOLUMES).stream()
                .map(PersistentVolume::new)
                .toList();
    }

    /** A pod that is ready has the directory of its claim's volume on its own node. */
    private static void assertData(SimulatedCluster cluster) {
        for (ApiObject pod : cluster.view().list(SimulatedCluster.PODS)) {
            if (pod.status().path("phase").asText().equals("Running") && !pod.isBeingDeleted()) {
                SimulatedAgent agent = cluster.agents().stream()
                        .filter(one -> one.name().equals(pod.nodeName()))
                        .findFirst()
                        .orElseThrow();
                assertThat(agent.directories()).contains(volumeOf(cluster, pod).orElse("none"));
            }
        }
    }

    private static Optional<String> volumeOf(SimulatedCluster cluster, ApiObject pod) {
        return PersistentVolumeClaim.nameIn(pod, pod.spec().path("volumes").get(0))
                .flatMap(name -> cluster.view().get(new ObjectKey(StorageNames.CLAIMS, "default", name)))
                .map(claim -> new PersistentVolumeClaim(claim).volumeName());
    }

    private static void assertConverged(SimulatedCluster cluster) {
        Set<String> claims = cluster.view().list(StorageNames.CLAIMS).stream()
                .map(ApiObject::uid)
                .collect(Collectors.toSet());
        for (PersistentVolume volume : volumes(cluster)) {
            assertThat(claims).as(volume.name()).contains(volume.claimUid());
            assertThat(volume.phase()).isEqualTo("Bound");
        }
        for (SimulatedAgent agent : cluster.agents()) {
            Set<String> own = volumes(cluster).stream()
                    .filter(volume ->
                            NodeLocal.nodeOf(volume.object()).orElseThrow().equals(agent.name()))
                    .map(PersistentVolume::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(own).as(agent.name()).containsAll(agent.directories());
        }
        for (ApiObject pod : cluster.view().list(SimulatedCluster.PODS)) {
            boolean usable = PersistentVolumeClaim.nameIn(
                            pod, pod.spec().path("volumes").get(0))
                    .flatMap(name -> cluster.view().get(new ObjectKey(StorageNames.CLAIMS, "default", name)))
                    .filter(claim -> !claim.isBeingDeleted())
                    .isPresent();
            assertThat(pod.isBeingDeleted()).isFalse();
            if (usable) {
                assertThat(pod.status().path("phase").asText()).as(pod.name()).isEqualTo("Running");
            }
        }
    }
}
