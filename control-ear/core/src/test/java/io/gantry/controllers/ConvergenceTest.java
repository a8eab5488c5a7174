package io.gantry.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, and whatever is lost on the way, the cluster ends as it was declared. The seed tells a failing run again. */
final class ConvergenceTest {

    private static final ObjectKey WEB = new ObjectKey(ResourceNames.DEPLOYMENTS, "default", "web");
    private static final int STEPS = 25;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyRunEndsAsDeclared(long seed) {
        Random random = new Random(seed);
        Cluster cluster = new Cluster(new Random(seed + 1000), next -> new FlakyWriter(next, random, 0.15));
        List.of("n1", "n2", "n3").forEach(cluster::addNode);
        deploy(cluster);
        for (int step = 0; step < STEPS; step++) {
            disturb(cluster, random);
            if (random.nextBoolean()) {
                cluster.pass(Duration.ofSeconds(1 + random.nextInt(4)));
            }
        }
        List.of("n1", "n2", "n3").forEach(cluster::reviveNode);
        cluster.pass(Duration.ofSeconds(60));
        check(cluster);
    }

    private static void disturb(Cluster cluster, Random random) {
        switch (random.nextInt(7)) {
            case 0 ->
                cluster.change(WEB, tree -> {
                    tree.withObject("/spec").put("replicas", random.nextInt(8));
                    return tree;
                });
            case 1, 2 ->
                cluster.change(WEB, tree -> {
                    ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", "v" + random.nextInt(4));
                    return tree;
                });
            case 3 ->
                cluster.list(ResourceNames.PODS).stream()
                        .skip(random.nextInt(5))
                        .findFirst()
                        .ifPresent(pod -> cluster.delete(pod.key(), DeleteOptions.DEFAULT.withGracePeriod(0)));
            case 4 -> cluster.killNode("n" + (1 + random.nextInt(3)));
            case 5 -> cluster.reviveNode("n" + (1 + random.nextInt(3)));
            default -> cluster.elect();
        }
    }

    private static void check(Cluster cluster) {
        ApiObject web = cluster.get(WEB);
        int replicas = web.spec().path("replicas").asInt();
        String image = web.json().at("/spec/template/spec/containers/0/image").asText();
        List<ApiObject> pods = cluster.list(ResourceNames.PODS);

        assertThat(pods).hasSize(replicas).allSatisfy(pod -> {
            assertThat(new PodState(pod).isReady()).isTrue();
            assertThat(pod.json().at("/spec/containers/0/image").asText()).isEqualTo(image);
        });
        assertThat(web.status().path("availableReplicas").asInt()).isEqualTo(replicas);
        assertThat(web.status().path("updatedReplicas").asInt()).isEqualTo(replicas);
        assertThat(web.status().path("observedGeneration"))
                .isEqualTo(web.metadata().path("generation"));
        assertThat(cluster.list(ResourceNames.ENDPOINT_SLICES).stream()
                        .flatMap(slice -> slice.json().path("endpoints").valueStream())
                        .map(endpoint -> endpoint.at("/targetRef/name").asText()))
                .containsExactlyInAnyOrderElementsOf(
                        pods.stream().map(ApiObject::name).toList());
        assertThat(cluster.list(ResourceNames.NODES))
                .allMatch(node -> node.spec().path("taints").isEmpty());
        long revision = cluster.store.revision();
        cluster.settle();
        assertThat(cluster.store.revision()).isEqualTo(revision);
    }

    private static void deploy(Cluster cluster) {
        cluster.apply(ResourceNames.DEPLOYMENTS, """
                {"metadata": {"name": "web", "namespace": "default"},
                 "spec": {"replicas": 4, "revisionHistoryLimit": 1, "selector": {"matchLabels": {"app": "web"}},
                   "template": {"metadata": {"labels": {"app": "web"}},
                     "spec": {"containers": [{"name": "c", "image": "v1"}]}}}}
                """);
        cluster.apply(ResourceNames.SERVICES, """
                {"metadata": {"name": "web", "namespace": "default"},
                 "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}
                """);
    }
}
