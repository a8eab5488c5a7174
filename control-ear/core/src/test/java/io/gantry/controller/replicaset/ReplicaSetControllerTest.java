package io.gantry.controller.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.fake.SteppedCluster;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplicaSetControllerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey WEB = new ObjectKey(ResourceNames.REPLICA_SETS, "default", "web");
    private static final String REPLICA_SET = """
            {"kind": "ReplicaSet", "apiVersion": "apps/v1",
             "metadata": {"name": "web", "namespace": "default", "uid": "uid-web", "generation": 4},
             "spec": {"replicas": 2, "minReadySeconds": 30, "selector": {"matchLabels": {"app": "web"}},
               "template": {"metadata": {"labels": {"app": "web", "v": "1"}, "annotations": {"a": "b"}, "finalizers": ["x/y"]},
                 "spec": {"containers": [{"name": "c"}]}}}}
            """;

    private final FakeClusterView view = new FakeClusterView();
    private final ReplicaSetController controller = ReplicaSetController.forReplicaSets();

    @BeforeEach
    void replicaSet() {
        view.put(Json.read(REPLICA_SET));
    }

    private Plan reconcile() {
        return controller.reconcile(WEB, view, NOW);
    }

    private ObjectNode pod(String name, String labels, boolean owned) {
        ObjectNode pod = Json.read(
                "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"namespace\": \"default\", \"labels\": "
                        + labels + "}, \"spec\": {\"nodeName\": \"n\"}, \"status\": {\"phase\": \"Running\"}}");
        pod.withObject("/metadata").put("name", name);
        if (owned) {
            pod.withArray("/metadata/ownerReferences")
                    .addObject()
                    .put("apiVersion", "apps/v1")
                    .put("kind", "ReplicaSet")
                    .put("name", "web")
                    .put("uid", "uid-web")
                    .put("controller", true);
        }
        return pod;
    }

    private static ObjectNode ready(ObjectNode pod, int secondsAgo) {
        pod.withArray("/status/conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("lastTransitionTime", NOW.minusSeconds(secondsAgo).toString());
        return pod;
    }

    private static JsonNode status(Plan plan) {
        return plan.changes().stream()
                .filter(Change.UpdateStatus.class::isInstance)
                .map(change -> ((Change.UpdateStatus) change).desired().path("status"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newPodsFollowTheTemplateAndNameTheirOwner() {
        Change.Batch batch = (Change.Batch) reconcile().changes().getFirst();

        assertThat(batch.changes()).hasSize(2);
        assertThat(batch.firstSize()).isEqualTo(1);
        assertThat(((Change.Create) batch.changes().getFirst()).object()).isEqualTo(Json.read("""
                {"kind": "Pod", "apiVersion": "v1",
                 "metadata": {"generateName": "web-", "namespace": "default", "labels": {"app": "web", "v": "1"},
                   "annotations": {"a": "b"}, "finalizers": ["x/y"],
                   "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web", "uid": "uid-web",
                     "controller": true, "blockOwnerDeletion": true}]},
                 "spec": {"containers": [{"name": "c"}]}}
                """));
    }

    @Test
    void statusCountsWhatIsLabeledReadyAvailableAndTerminating() {
        view.put(ready(pod("a", "{\"app\": \"web\", \"v\": \"1\"}", true), 60));
        view.put(ready(pod("b", "{\"app\": \"web\"}", true), 10));
        ObjectNode leaving = pod("c", "{\"app\": \"web\"}", true);
        leaving.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        view.put(leaving);
        ObjectNode ended = pod("d", "{\"app\": \"web\"}", true);
        ended.withObject("/status").put("phase", "Failed");
        view.put(ended);

        Plan plan = reconcile();

        assertThat(status(plan)).isEqualTo(Json.read("""
                {"replicas": 2, "fullyLabeledReplicas": 1, "readyReplicas": 2, "availableReplicas": 1, "terminatingReplicas": 1,
                 "observedGeneration": 4}
                """));
        assertThat(plan.requeueAfter()).contains(Duration.ofSeconds(20));
    }

    @Test
    void adoptsMatchingOrphansAndReleasesPodsThatNoLongerMatch() {
        view.put(pod("orphan", "{\"app\": \"web\"}", false));
        view.put(pod("stray", "{\"app\": \"other\"}", true));
        view.put(pod("mine", "{\"app\": \"web\"}", true));

        List<Change> changes = reconcile().changes();

        assertThat(changes)
                .filteredOn(Change.Update.class::isInstance)
                .extracting(change -> ((Change.Update) change).base().name() + " "
                        + ((Change.Update) change)
                                .desired()
                                .path("metadata")
                                .path("ownerReferences")
                                .size())
                .containsExactly("stray 0", "orphan 1");
        assertThat(changes).noneMatch(Change.Batch.class::isInstance);
    }

    @Test
    void anOwnerThatIsBeingDeletedTouchesNoPods() {
        ObjectNode leaving = Json.read(REPLICA_SET);
        leaving.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        view.put(leaving);
        view.put(pod("orphan", "{\"app\": \"web\"}", false));

        assertThat(reconcile().changes()).allMatch(Change.UpdateStatus.class::isInstance);
    }

    @Test
    void aRefusedPodShowsAsConditionAndEventUntilItSucceeds() {
        SteppedCluster world = new SteppedCluster(List.of(controller));
        world.cluster.refuse(
                (verb, key) -> verb.equals("create") && key.resource().equals(ResourceNames.PODS)
                        ? Optional.of(StatusException.forbidden(ResourceNames.PODS, "web-x", "exceeded quota: q"))
                        : Optional.empty());
        world.cluster.apply(REPLICA_SET);

        world.settle();
        JsonNode failure = Conditions.of(world.cluster.get(WEB).orElseThrow().status())
                .find("ReplicaFailure")
                .orElseThrow();
        assertThat(failure.path("reason").asText()).isEqualTo("FailedCreate");
        assertThat(failure.path("message").asText()).isEqualTo("pods \"web-x\" is forbidden: exceeded quota: q");
        assertThat(world.events("ReplicaSet"))
                .containsExactly("FailedCreate: Error creating: pods \"web-x\" is forbidden: exceeded quota: q");

        world.cluster.refuse((verb, key) -> Optional.empty());
        world.pass(Duration.ofSeconds(2));
        assertThat(Conditions.of(world.cluster.get(WEB).orElseThrow().status()).find("ReplicaFailure"))
                .isEmpty();
        assertThat(world.cluster.list(ResourceNames.PODS)).hasSize(2);
    }

    @Test
    void eventsOfPodsConcernTheirOwnersBeforeAndAfterAndAdopters() {
        ApiObject before = view.put(pod("p", "{\"app\": \"web\"}", true));
        ApiObject after = view.put(pod("p", "{\"app\": \"none\"}", false));
        ApiObject orphan = view.put(pod("q", "{\"app\": \"web\"}", false));

        assertThat(controller.watches().keys(new CacheEvent.Modified(after, before), view))
                .containsExactly(WEB);
        assertThat(controller.watches().keys(new CacheEvent.Added(orphan), view))
                .containsExactly(WEB);
        assertThat(controller.watches().keys(new CacheEvent.Added(after), view)).isEmpty();
        assertThat(controller.watches().keys(new CacheEvent.Deleted(orphan), view))
                .isEmpty();
    }
}
