package io.gantry.controller.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cache.CacheEvent;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions.Propagation;
import io.gantry.resource.kinds.BuiltInKinds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GarbageCollectorTest {

    private static final ObjectKey POD = new ObjectKey(ResourceNames.PODS, "d", "pod");

    private final FakeClusterView view = new FakeClusterView();
    private final GarbageCollector collector = new GarbageCollector(BuiltInKinds::definitions);

    private ApiObject put(String kind, String name, String metadata) {
        return view.put(Json.read(("{'kind': '" + kind + "', 'metadata': {'name': '" + name
                        + "', 'namespace': 'd', 'uid': 'uid-" + name + "'" + metadata + "}}")
                .replace('\'', '"')));
    }

    private static String owners(String... names) {
        StringBuilder json = new StringBuilder(", 'ownerReferences': [");
        for (int i = 0; i < names.length; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append("{'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'name': '")
                    .append(names[i])
                    .append("', 'uid': 'uid-")
                    .append(names[i])
                    .append("', 'blockOwnerDeletion': true}");
        }
        return json + "]";
    }

    private static final String LEAVING_FOREGROUND =
            ", 'deletionTimestamp': '2026-01-01T00:00:00Z', 'finalizers': ['foregroundDeletion']";

    private Plan reconcile(ObjectKey key) {
        return collector.reconcile(key, view, Instant.EPOCH);
    }

    @Test
    void whatHasLostAllOwnersIsDeletedInTheBackground() {
        put("Pod", "pod", owners("gone", "gone2"));

        assertThat(reconcile(POD).changes()).singleElement().satisfies(change -> {
            Change.Delete delete = (Change.Delete) change;
            assertThat(delete.options().uid()).contains("uid-pod");
            assertThat(delete.options().propagation()).contains(Propagation.BACKGROUND);
        });
    }

    @Test
    void anOwnerOfTheSameNameButAnotherUidIsNotTheOwner() {
        put("ReplicaSet", "rs", "");
        put("Pod", "pod", owners("rs").replace("uid-rs", "uid-of-before"));

        assertThat(reconcile(POD).changes()).singleElement().isInstanceOf(Change.Delete.class);
    }

    @Test
    void oneLivingOwnerKeepsAnObjectAndItsOtherReferencesGo() {
        put("ReplicaSet", "rs", "");
        put("Pod", "pod", owners("rs", "gone"));

        Change.Update update = (Change.Update) reconcile(POD).changes().getFirst();

        assertThat(update.desired().at("/metadata/ownerReferences"))
                .extracting(reference -> reference.path("name").asText())
                .containsExactly("rs");
    }

    @Test
    void anOwnerOfAnUnknownKindIsNotJudged() {
        put("Pod", "pod", owners("x").replace("apps/v1", "example.com/v1"));

        assertThat(reconcile(POD).changes()).isEmpty();
    }

    @Test
    void aForegroundDeletionWaitsForBlockingDependentsOnly() {
        ObjectKey rs = put("ReplicaSet", "rs", LEAVING_FOREGROUND).key();
        put("Pod", "pod", owners("rs"));
        assertThat(reconcile(rs).changes()).isEmpty();
        assertThat(reconcile(POD).changes()).singleElement().isInstanceOf(Change.Delete.class);

        put("Pod", "pod", owners("rs").replace("true", "false"));
        Change.Update update = (Change.Update) reconcile(rs).changes().getFirst();
        assertThat(update.desired().at("/metadata/finalizers")).isEmpty();
    }

    @Test
    void aDependentWithDependentsIsDeletedInTheForegroundToo() {
        put("ReplicaSet", "rs", LEAVING_FOREGROUND);
        put("ReplicaSet", "middle", owners("rs"));
        put("Pod", "pod", owners("middle"));
        ObjectKey middle = new ObjectKey(ResourceNames.REPLICA_SETS, "d", "middle");

        assertThat(((Change.Delete) reconcile(middle).changes().getFirst())
                        .options()
                        .propagation())
                .contains(Propagation.FOREGROUND);
    }

    @Test
    void aCircleOfOwnersIsBroken() {
        put("ReplicaSet", "one", owners("two") + LEAVING_FOREGROUND);
        put("ReplicaSet", "two", owners("one"));
        ObjectKey two = new ObjectKey(ResourceNames.REPLICA_SETS, "d", "two");

        List<Change> changes = reconcile(two).changes();

        assertThat(((Change.Update) changes.getFirst())
                        .desired()
                        .at("/metadata/ownerReferences/0/blockOwnerDeletion")
                        .asBoolean())
                .isFalse();
        assertThat(changes.get(1)).isInstanceOf(Change.Delete.class);
    }

    @Test
    void orphaningFreesTheDependentsFirst() {
        ObjectKey rs = put(
                        "ReplicaSet",
                        "rs",
                        ", 'deletionTimestamp': '2026-01-01T00:00:00Z', 'finalizers': ['orphan', 'x/y']")
                .key();
        put("Pod", "pod", owners("rs"));

        List<Change> changes = reconcile(rs).changes();

        Change.Update release =
                (Change.Update) ((Change.Batch) changes.getFirst()).changes().getFirst();
        assertThat(release.desired().path("metadata").has("ownerReferences")).isFalse();
        assertThat(((Change.Update) changes.get(1))
                        .desired()
                        .at("/metadata/finalizers")
                        .toString())
                .isEqualTo("[\"x/y\"]");
    }

    @Test
    void eventsLeadToTheObjectsTheyConcernWithoutLookingAtAllOthers() {
        ApiObject rs = put("ReplicaSet", "rs", "");
        ApiObject pod = put("Pod", "pod", owners("rs"));
        ApiObject busyPod = put("Pod", "pod", owners("rs") + ", 'annotations': {'x': 'y'}");
        ApiObject leaving = put("ReplicaSet", "rs", LEAVING_FOREGROUND);

        assertThat(keys(new CacheEvent.Added(rs))).isEmpty();
        assertThat(keys(new CacheEvent.Added(pod))).containsExactly(POD);
        assertThat(keys(new CacheEvent.Modified(busyPod, pod))).isEmpty();
        assertThat(keys(new CacheEvent.Deleted(rs))).containsExactly(POD);
        assertThat(keys(new CacheEvent.Modified(leaving, rs))).containsExactlyInAnyOrder(POD, rs.key());
        assertThat(keys(new CacheEvent.Deleted(pod))).containsExactly(rs.key());
    }

    private Iterable<ObjectKey> keys(CacheEvent event) {
        return collector.watches().keys(event, view);
    }
}
