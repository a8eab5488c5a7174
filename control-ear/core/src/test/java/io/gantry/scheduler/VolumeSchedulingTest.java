package io.gantry.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.admission.Admission;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.storage.StorageNames;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods with claims on the real registry and cache; the test plays the volume controllers. */
class VolumeSchedulingTest {

    private final Random random = new Random(5);
    private final MemoryObjectStore store = new MemoryObjectStore(10_000);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Registry registry = new Registry(
            new Resources(BuiltInKinds.definitions()),
            store,
            cache,
            SchemaSource.BUILT_IN,
            () -> now,
            () -> new UUID(random.nextLong(), random.nextLong()).toString(),
            random,
            new Admission(List.of()));
    private final Scheduler scheduler = new Scheduler(cache, registry, event -> {}, Runnable::run, random);

    @BeforeEach
    void start() {
        cache.load();
        store.onCommit(revision -> cache.catchUp());
        cache.onEvent(scheduler::offer);
        scheduler.load();
        create(ClusterState.NAMESPACES, "{'metadata':{'name':'default'}}");
        for (String name : List.of("a", "b")) {
            create(
                    ClusterState.NODES,
                    "{'metadata':{'name':'" + name + "','labels':{'kubernetes.io/hostname':'" + name
                            + "','topology.kubernetes.io/zone':'z" + name
                            + "'}},'status':{'capacity':{'cpu':'4','pods':'110'}}}");
            registry.update(ObjectKey.cluster(ClusterState.NODES, name), node -> {
                node.withObject("/spec").remove("taints");
                return node;
            });
        }
        storageClass("local", "gantry.io/node-local", "WaitForFirstConsumer");
        storageClass("manual", "kubernetes.io/no-provisioner", "WaitForFirstConsumer");
        storageClass("none-yet", "kubernetes.io/no-provisioner", "WaitForFirstConsumer");
        storageClass("now", "example.com/x", "Immediate");
    }

    private ApiObject create(GroupResource resource, String json) {
        return registry.create(resource, Json.read(json.replace('\'', '"')));
    }

    private void storageClass(String name, String provisioner, String mode) {
        create(
                StorageNames.CLASSES,
                "{'metadata':{'name':'" + name + "'},'provisioner':'" + provisioner + "','volumeBindingMode':'" + mode
                        + "'}");
    }

    private ObjectKey claim(String name, String storageClass, String mode) {
        return create(
                        StorageNames.CLAIMS,
                        "{'metadata':{'name':'" + name + "','namespace':'default'},'spec':{'accessModes':['" + mode
                                + "'],'storageClassName':'" + storageClass
                                + "','resources':{'requests':{'storage':'1Gi'}}}}")
                .key();
    }

    private ObjectKey volume(String name, String storageClass, String node, String labels) {
        ObjectKey key = create(
                        StorageNames.VOLUMES,
                        "{'metadata':{'name':'" + name + "','labels':{" + labels
                                + "}},'spec':{'capacity':{'storage':'2Gi'},'accessModes':['ReadWriteOnce'],"
                                + "'storageClassName':'" + storageClass + "','local':{'path':'/d'},'nodeAffinity':{"
                                + "'required':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'kubernetes.io/hostname',"
                                + "'operator':'In','values':['" + node + "']}]}]}}}}")
                .key();
        registry.updateStatus(key, volume -> {
            volume.withObject("/status").put("phase", "Available");
            return volume;
        });
        return key;
    }

    /** As the volume controller does. */
    private void bind(ObjectKey claim, String volume) {
        registry.update(claim, present -> {
            present.withObject("/spec").put("volumeName", volume);
            present.withObject("/metadata/annotations").put(StorageNames.BIND_COMPLETED, "yes");
            return present;
        });
        registry.updateStatus(claim, present -> {
            present.withObject("/status").put("phase", "Bound");
            return present;
        });
    }

    private void pod(String name, String claim) {
        create(
                ClusterState.PODS,
                "{'metadata':{'name':'" + name
                        + "','namespace':'default'},'spec':{'containers':[{'name':'c','image':'i'"
                        + "}],'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'" + claim + "'}}]}}");
    }

    private String nodeOf(String pod) {
        return get(pod).spec().path("nodeName").asText("");
    }

    private ApiObject get(String pod) {
        return cache.get(new ObjectKey(ClusterState.PODS, "default", pod)).orElseThrow();
    }

    private String message(String pod) {
        return get(pod).status().at("/conditions/0/message").asText();
    }

    private String selectedNode(ObjectKey claim) {
        return cache.get(claim)
                .orElseThrow()
                .metadata()
                .path("annotations")
                .path(StorageNames.SELECTED_NODE)
                .asText("");
    }

    private void schedule() {
        while (scheduler.step(now)) {
            // until nothing is left to do at once
        }
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        schedule();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            missing   | 0/2 nodes are available: persistentvolumeclaim "missing" not found.
            immediate | 0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.
            hand-made | 0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind.
            elsewhere | 0/2 nodes are available: 2 node(s) didn't match PersistentVolume's node affinity.
            lost      | 0/2 nodes are available: 2 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s).
            zoned     | 0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) had no available volume zone.
            """)
    void aPodWhoseVolumesCannotBeHadIsToldWhy(String claim, String message) {
        claim("immediate", "now", "ReadWriteOnce");
        claim("hand-made", "none-yet", "ReadWriteOnce");
        volume("far", "manual", "c", "");
        bind(claim("elsewhere", "manual", "ReadWriteOnce"), "far");
        bind(claim("lost", "manual", "ReadWriteOnce"), "gone");
        volume("zone", "manual", "a", "'topology.kubernetes.io/zone':'zx__zy'");
        bind(claim("zoned", "manual", "ReadWriteOnce"), "zone");
        pod("p", claim);
        schedule();
        assertThat(message("p"))
                .isEqualTo(
                        message + " no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is"
                                + " not helpful for scheduling.");
    }

    @Test
    void aPodIsBoundWhenTheVolumeThatIsMadeForItsNodeIsThere() {
        ObjectKey claim = claim("c", "local", "ReadWriteOnce");
        pod("p", "c");
        schedule();
        String node = selectedNode(claim);
        assertThat(node).isIn("a", "b");
        assertThat(nodeOf("p")).isEmpty();
        // another pod with the claim goes where the first one goes, though the claim is not bound yet
        pod("q", "c");
        schedule();
        volume("made", "local", node, "");
        bind(claim, "made");
        schedule();
        assertThat(nodeOf("p")).isEqualTo(node);
        assertThat(nodeOf("q")).isEqualTo(node);
    }

    @Test
    void aProvisionerThatCannotServeANodeHasThePodPlacedAnew() {
        ObjectKey claim = claim("c", "local", "ReadWriteOnce");
        pod("p", "c");
        schedule();
        registry.update(claim, present -> {
            present.withObject("/metadata/annotations").remove(StorageNames.SELECTED_NODE);
            return present;
        });
        schedule();
        assertThat(selectedNode(claim)).isEmpty();
        pass(2);
        assertThat(selectedNode(claim)).isNotEmpty();
        assertThat(nodeOf("p")).isEmpty();
    }

    @Test
    void aPodWhoseVolumeNeverComesIsPlacedAnewAfterTenMinutes() {
        claim("c", "local", "ReadWriteOnce");
        pod("p", "c");
        schedule();
        assertThat(scheduler.waiting()).isZero();
        assertThat(scheduler.nextDue()).contains(now.plus(Duration.ofMinutes(10)));
        pass(601);
        assertThat(scheduler.waiting()).isEqualTo(1);
    }

    @Test
    void freeVolumesGoToOneClaimEach() {
        volume("va", "manual", "a", "");
        volume("vb", "manual", "b", "");
        List<ObjectKey> claims =
                List.of(claim("c0", "manual", "ReadWriteOnce"), claim("c1", "manual", "ReadWriteOnce"));
        claim("c2", "manual", "ReadWriteOnce");
        pod("p0", "c0");
        pod("p1", "c1");
        pod("p2", "c2");
        schedule();
        List<String> owners = List.of("va", "vb").stream()
                .map(name -> cache.get(ObjectKey.cluster(StorageNames.VOLUMES, name))
                        .orElseThrow()
                        .spec()
                        .at("/claimRef/name")
                        .asText())
                .toList();
        assertThat(owners).containsExactlyInAnyOrder("c0", "c1");
        assertThat(message("p2")).contains("2 node(s) didn't find available persistent volumes to bind");
        claims.forEach(claim -> bind(claim, claim.name().equals(owners.getFirst()) ? "va" : "vb"));
        schedule();
        assertThat(nodeOf("p0")).isEqualTo(owners.getFirst().equals("c0") ? "a" : "b");
        assertThat(nodeOf("p1")).isEqualTo(owners.getFirst().equals("c1") ? "a" : "b");
        volume("more", "manual", "b", "");
        pass(2);
        assertThat(cache.get(ObjectKey.cluster(StorageNames.VOLUMES, "more"))
                        .orElseThrow()
                        .spec()
                        .at("/claimRef/name")
                        .asText())
                .isEqualTo("c2");
    }

    @Test
    void aClaimOfOnePodAtATimeIsFreeWhenThatPodIsGone() {
        volume("v", "manual", "a", "");
        bind(claim("c", "manual", "ReadWriteOncePod"), "v");
        pod("p", "c");
        pod("q", "c");
        schedule();
        assertThat(List.of(nodeOf("p"), nodeOf("q"))).containsExactlyInAnyOrder("a", "");
        String holder = nodeOf("p").isEmpty() ? "q" : "p";
        String other = nodeOf("p").isEmpty() ? "p" : "q";
        assertThat(message(other))
                .startsWith("0/2 nodes are available: 2 node(s) unavailable due to PersistentVolumeClaim with"
                        + " ReadWriteOncePod access mode already in-use by another pod.");
        registry.delete(new ObjectKey(ClusterState.PODS, "default", holder), DeleteOptions.DEFAULT.withGracePeriod(0));
        pass(2);
        assertThat(nodeOf(other)).isEqualTo("a");
    }

    @Test
    void aPodThatIsDeletedWhileItsVolumeIsMadeIsForgotten() {
        ObjectKey claim = claim("c", "local", "ReadWriteOnce");
        pod("p", "c");
        schedule();
        registry.delete(new ObjectKey(ClusterState.PODS, "default", "p"), DeleteOptions.DEFAULT.withGracePeriod(0));
        schedule();
        assertThat(scheduler.nextDue()).isEmpty();
        assertThat(selectedNode(claim)).isNotEmpty();
    }
}
