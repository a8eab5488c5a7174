package io.gantry.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.store.StoreEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users change Deployments at random while agents fall silent and the control plane crashes; then everything is left in peace. A failing
 * run is repeated by its seed, which is the test's argument.
 */
class WholeClusterTest {

    private static final int NODES = 5;
    private static final int ACTIONS = 40;
    private static final Duration PEACE = Duration.ofMinutes(15);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theClusterConvergesWhateverHappens(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        for (int node = 1; node <= NODES; node++) {
            cluster.addNode("node-" + node, 4000, 30);
        }
        cluster.run(Duration.ofSeconds(5));
        for (int action = 0; action < ACTIONS; action++) {
            act(cluster);
            cluster.run(Duration.ofMillis(500L * (1 + cluster.random().nextInt(20))));
            assertCapacity(cluster);
        }
        cluster.run(PEACE);
        assertCapacity(cluster);
        assertConverged(cluster);
        assertHistory(cluster);
    }

    private static void act(SimulatedCluster cluster) {
        String name = "app-" + cluster.random().nextInt(4);
        ObjectKey key = new ObjectKey(SimulatedCluster.DEPLOYMENTS, "default", name);
        boolean present = cluster.store().get(key).isPresent();
        switch (cluster.random().nextInt(10)) {
            case 0 -> cluster.crashControlPlane();
            case 1, 2 ->
                cluster.agents()
                        .get(cluster.random().nextInt(NODES))
                        .silence(Duration.ofSeconds(cluster.random().nextInt(180)));
            case 3 -> {
                if (present) {
                    cluster.registry().delete(key, DeleteOptions.DEFAULT);
                }
            }
            case 4 -> deleteSomePod(cluster);
            default -> {
                if (present) {
                    change(cluster, key);
                } else {
                    cluster.registry()
                            .create(
                                    SimulatedCluster.DEPLOYMENTS,
                                    deployment(name, cluster.random().nextInt(8)));
                }
            }
        }
    }

    private static void change(SimulatedCluster cluster, ObjectKey key) {
        boolean scale = cluster.random().nextBoolean();
        int number = cluster.random().nextInt(9);
        cluster.registry().update(key, object -> {
            ObjectNode spec = object.withObject("/spec");
            if (scale) {
                spec.put("replicas", number);
            } else {
                ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", "app:v" + number);
            }
            return object;
        });
    }

    private static void deleteSomePod(SimulatedCluster cluster) {
        List<ApiObject> pods = cluster.view().list(SimulatedCluster.PODS);
        if (!pods.isEmpty()) {
            ApiObject pod = pods.get(cluster.random().nextInt(pods.size()));
            cluster.registry().delete(pod.key(), DeleteOptions.DEFAULT);
        }
    }

    private static ObjectNode deployment(String name, int replicas) {
        return Json.read("""
                {"metadata":{"name":"%1$s","namespace":"default"},"spec":{"replicas":%2$d,
                 "selector":{"matchLabels":{"app":"%1$s"}},
                 "template":{"metadata":{"labels":{"app":"%1$s"}},"spec":{"containers":[
                 {"name":"c","image":"app:v1","resources":{"requests":{"cpu":"500m","memory":"64Mi"}}}]}}}}""".formatted(name, replicas));
    }

    /** No node holds more than it can, at any moment. */
    private static void assertCapacity(SimulatedCluster cluster) {
        for (SimulatedAgent agent : cluster.agents()) {
            List<PodInfo> pods = cluster.view().podsOnNode(agent.name()).stream()
                    .map(PodInfo::of)
                    .toList();
            assertThat(pods).as("pods of " + agent.name()).hasSizeLessThanOrEqualTo(agent.podLimit());
            assertThat(pods.stream().mapToLong(pod -> pod.requests().milliCpu()).sum())
                    .as("milli-CPU of " + agent.name())
                    .isLessThanOrEqualTo(agent.milliCpu());
        }
    }

    /** Each Deployment has its replicas, all of its newest template, all ready; nothing else is left. */
    private static void assertConverged(SimulatedCluster cluster) {
        int wantedPods = 0;
        for (ApiObject deployment : cluster.view().list(SimulatedCluster.DEPLOYMENTS)) {
            int wanted = deployment.spec().path("replicas").asInt();
            String image =
                    deployment.spec().at("/template/spec/containers/0/image").asText();
            List<ApiObject> pods = cluster.view().list(SimulatedCluster.PODS).stream()
                    .filter(pod -> deployment.name().equals(pod.labels().get("app")))
                    .toList();
            assertThat(pods).as(deployment.name()).hasSize(wanted).allSatisfy(pod -> {
                assertThat(pod.spec().at("/containers/0/image").asText()).isEqualTo(image);
                assertThat(pod.status().path("phase").asText()).isEqualTo("Running");
                assertThat(pod.isBeingDeleted()).isFalse();
            });
            assertThat(deployment.status().path("readyReplicas").asInt()).isEqualTo(wanted);
            assertThat(deployment.status().path("observedGeneration").asLong())
                    .isEqualTo(deployment.metadata().path("generation").asLong());
            wantedPods += wanted;
        }
        assertThat(cluster.view().list(SimulatedCluster.PODS)).hasSize(wantedPods);
    }

    /** The log holds every revision of every object in an order that makes sense, and no pod ever changes its node. */
    private static void assertHistory(SimulatedCluster cluster) {
        Map<ObjectKey, String> live = new HashMap<>();
        Map<String, String> nodeOfPod = new HashMap<>();
        List<Long> revisions = new ArrayList<>();
        for (StoreEvent event : cluster.store().eventsAfter(0, Integer.MAX_VALUE)) {
            revisions.add(event.revision());
            ApiObject object = event.object();
            switch (event) {
                case StoreEvent.Created created ->
                    assertThat(live.put(event.key(), object.uid())).isNull();
                case StoreEvent.Updated updated ->
                    assertThat(live.get(event.key())).isEqualTo(object.uid());
                case StoreEvent.Removed removed ->
                    assertThat(live.remove(event.key())).isEqualTo(object.uid());
            }
            String node = object.spec().path("nodeName").asText("");
            if (event.key().resource().equals(SimulatedCluster.PODS) && !node.isEmpty()) {
                assertThat(nodeOfPod.merge(object.uid(), node, (before, after) -> before))
                        .isEqualTo(node);
            }
        }
        assertThat(revisions).isSorted().doesNotHaveDuplicates();
    }
}
