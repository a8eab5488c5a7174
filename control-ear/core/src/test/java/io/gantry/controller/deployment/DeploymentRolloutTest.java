package io.gantry.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.SteppedCluster;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.replicaset.ReplicaSetController;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployment and ReplicaSet controllers together, with a kubelet, over a view that lags behind. */
final class DeploymentRolloutTest {

    private static final ObjectKey WEB = new ObjectKey(ResourceNames.DEPLOYMENTS, "default", "web");

    private final SteppedCluster world =
            new SteppedCluster(List.of(new DeploymentController(), ReplicaSetController.forReplicaSets()));

    @BeforeEach
    void deploy() {
        world.cluster.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "default",
                   "annotations": {"kubernetes.io/change-cause": "first"}},
                 "spec": {"replicas": 3, "progressDeadlineSeconds": 60, "revisionHistoryLimit": 2,
                   "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
                   "selector": {"matchLabels": {"app": "web"}},
                   "template": {"metadata": {"labels": {"app": "web"}},
                     "spec": {"containers": [{"name": "c", "image": "v1"}]}}}}
                """);
    }

    @Test
    void createsAReplicaSetAndReportsCompletion() {
        world.settle();

        ApiObject replicaSet = world.cluster.list(ResourceNames.REPLICA_SETS).getFirst();
        assertThat(replicaSet.name()).startsWith("web-");
        assertThat(replicaSet.labels()).containsKey("pod-template-hash").containsEntry("app", "web");
        assertThat(replicaSet.status().path("availableReplicas").asInt()).isEqualTo(3);
        assertThat(annotation(replicaSet, "deployment.kubernetes.io/desired-replicas"))
                .isEqualTo("3");
        assertThat(annotation(replicaSet, "deployment.kubernetes.io/max-replicas"))
                .isEqualTo("4");
        assertThat(annotation(replicaSet, "kubernetes.io/change-cause")).isEqualTo("first");
        assertThat(annotation(web(), "deployment.kubernetes.io/revision")).isEqualTo("1");
        assertThat(world.cluster.list(ResourceNames.PODS)).hasSize(3);
        assertThat(status()).isEqualTo(Json.read("""
                {"observedGeneration": 1, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 3,
                 "terminatingReplicas": 0, "conditions": []}
                """));
        assertThat(condition("Progressing"))
                .isEqualTo("True NewReplicaSetAvailable ReplicaSet \"" + replicaSet.name()
                        + "\" has successfully progressed.");
        assertThat(condition("Available"))
                .isEqualTo("True MinimumReplicasAvailable Deployment has minimum availability.");
        assertThat(world.events("Deployment"))
                .containsExactly("ScalingReplicaSet: Scaled up replica set " + replicaSet.name() + " from 0 to 3");
        assertThat(world.events("ReplicaSet"))
                .hasSize(3)
                .allMatch(text -> text.startsWith("SuccessfulCreate: Created pod: web-"));
    }

    @Test
    void writesNothingOnceItIsComplete() {
        world.settle();
        int writes = world.cluster.log().size();

        world.group.runtimes().forEach(runtime -> runtime.resync());
        world.settle();

        assertThat(world.cluster.log()).hasSize(writes);
    }

    @Test
    void rollsToANewTemplateWithinTheBounds() {
        world.settle();
        int[] least = {Integer.MAX_VALUE};
        int[] most = {0};
        world.readyIf(pod -> {
            long ready = world.cluster.list(ResourceNames.PODS).stream()
                    .filter(p -> Conditions.of(p.status()).isTrue("Ready") && !p.isBeingDeleted())
                    .count();
            least[0] = Math.min(least[0], (int) ready);
            most[0] = Math.max(most[0], world.cluster.list(ResourceNames.PODS).size());
            return true;
        });

        setImage("v2");
        world.settle();

        assertThat(least[0]).isGreaterThanOrEqualTo(3);
        assertThat(most[0]).isLessThanOrEqualTo(4);
        assertThat(images()).containsExactly("v2", "v2", "v2");
        assertThat(annotation(web(), "deployment.kubernetes.io/revision")).isEqualTo("2");
    }

    @Test
    void aFailingTemplateKeepsTheOldPodsAndMissesTheDeadline() {
        world.settle();
        world.readyIf(pod -> image(pod).equals("v1"));

        setImage("broken");
        world.settle();
        assertThat(images()).containsExactly("v1", "v1", "v1", "broken");
        world.pass(Duration.ofSeconds(65));

        assertThat(condition("Progressing")).startsWith("False ProgressDeadlineExceeded ReplicaSet \"web-");
        assertThat(condition("Progressing")).endsWith("\" has timed out progressing.");
        assertThat(condition("Available")).startsWith("True");
    }

    @Test
    void undoUsesTheOldReplicaSetAgainAsANewRevision() {
        world.settle();
        String first = world.cluster.list(ResourceNames.REPLICA_SETS).getFirst().name();
        setImage("v2");
        world.settle();

        setImage("v1");
        world.settle();

        ApiObject again = world.cluster
                .get(new ObjectKey(ResourceNames.REPLICA_SETS, "default", first))
                .orElseThrow();
        assertThat(world.cluster.list(ResourceNames.REPLICA_SETS)).hasSize(2);
        assertThat(annotation(again, "deployment.kubernetes.io/revision")).isEqualTo("3");
        assertThat(annotation(again, "deployment.kubernetes.io/revision-history"))
                .isEqualTo("1");
        assertThat(again.spec().path("replicas").asInt()).isEqualTo(3);
    }

    @Test
    void goesOnFromTheRevisionOfAnAdoptedReplicaSetWhichHas64Bits() {
        world.cluster.apply("""
                {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "old", "namespace": "default",
                   "labels": {"app": "web", "age": "old"},
                   "annotations": {"deployment.kubernetes.io/revision": "3546343826724305832"}},
                 "spec": {"replicas": 0, "selector": {"matchLabels": {"app": "web", "age": "old"}},
                   "template": {"metadata": {"labels": {"app": "web", "age": "old"}},
                     "spec": {"containers": [{"name": "c", "image": "v0"}]}}}}
                """);

        world.settle();

        assertThat(annotation(web(), "deployment.kubernetes.io/revision")).isEqualTo("3546343826724305833");
    }

    @Test
    void keepsAsManyOldReplicaSetsAsTheHistoryLimitSays() {
        for (String image : List.of("v1", "v2", "v3", "v4", "v5")) {
            setImage(image);
            world.settle();
        }

        assertThat(world.cluster.list(ResourceNames.REPLICA_SETS)).hasSize(3);
    }

    @Test
    void aPausedDeploymentScalesButDoesNotRoll() {
        world.settle();
        change(tree -> tree.withObject("/spec").put("paused", true));
        setImage("v2");
        change(tree -> tree.withObject("/spec").put("replicas", 5));
        world.settle();

        assertThat(images()).containsExactly("v1", "v1", "v1", "v1", "v1");
        assertThat(condition("Progressing")).isEqualTo("Unknown DeploymentPaused Deployment is paused");

        change(tree -> tree.withObject("/spec").remove("paused"));
        world.settle();

        assertThat(images()).containsOnly("v2").hasSize(5);
    }

    @Test
    void recreateStopsAllOldPodsFirst() {
        change(tree -> tree.withObject("/spec").putObject("strategy").put("type", "Recreate"));
        world.settle();
        world.readyIf(pod -> {
            assertThat(images().stream().distinct()).hasSize(1);
            return true;
        });

        setImage("v2");
        world.settle();

        assertThat(images()).containsExactly("v2", "v2", "v2");
    }

    @Test
    void aDeletedPodIsReplaced() {
        world.settle();
        ObjectKey victim = world.cluster.list(ResourceNames.PODS).getFirst().key();

        world.cluster.removeNow(victim);
        world.settle();

        assertThat(world.cluster.list(ResourceNames.PODS)).hasSize(3);
        assertThat(world.cluster.get(victim)).isEmpty();
    }

    private void setImage(String image) {
        change(tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", image));
    }

    private void change(Consumer<ObjectNode> edit) {
        world.cluster.update(WEB, tree -> {
            edit.accept(tree);
            return tree;
        });
    }

    private ApiObject web() {
        return world.cluster.get(WEB).orElseThrow();
    }

    private JsonNode status() {
        var status = web().status().deepCopy();
        ((ObjectNode) status).putArray("conditions");
        return status;
    }

    private String condition(String type) {
        JsonNode condition = Conditions.of(web().status()).find(type).orElseThrow();
        return condition.path("status").asText() + " "
                + condition.path("reason").asText() + " "
                + condition.path("message").asText();
    }

    private List<String> images() {
        return world.cluster.list(ResourceNames.PODS).stream()
                .filter(pod -> !pod.isBeingDeleted())
                .map(DeploymentRolloutTest::image)
                .toList();
    }

    private static String image(ApiObject pod) {
        return pod.json().at("/spec/containers/0/image").asText();
    }

    private static String annotation(ApiObject object, String name) {
        return object.metadata().path("annotations").path(name).asText("");
    }
}
