package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** fabric8's client, which the Java Operator SDK, Quarkus and Jenkins use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Fabric8ClientIT {

    private static final String NAMESPACE = "fabric8-client";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: tunnels.fabric8.example.com}
            spec:
              group: fabric8.example.com
              scope: Namespaced
              names: {plural: tunnels, singular: tunnel, kind: Tunnel}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, properties: {length: {type: integer, maximum: 100}}}
                      status: {type: object, properties: {open: {type: boolean}}}
            """;

    /** What an operator would declare for its kind. */
    @Group("fabric8.example.com")
    @Version("v1")
    public static final class Tunnel extends CustomResource<TunnelSpec, TunnelStatus> implements Namespaced {
        private static final long serialVersionUID = 1;
    }

    public static final class TunnelSpec {
        public int length;
    }

    public static final class TunnelStatus {
        public boolean open;
    }

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(
                    Config.fromKubeconfig(TestControlPlane.shared().kubeconfig().toFile()))
            .build();

    @BeforeAll
    void createNamespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void deleteConfigMaps() {
        client.configMaps().inNamespace(NAMESPACE).withLabel("mine").delete();
    }

    @AfterAll
    void deleteNamespace() {
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    private static ConfigMap map(String name, String key, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("mine", "yes")
                .endMetadata()
                .addToData(key, value)
                .build();
    }

    private Resource<ConfigMap> named(String name) {
        return client.configMaps().inNamespace(NAMESPACE).withName(name);
    }

    @Test
    void createOrUpdateMakesTheObjectAsItIsTold() {
        assertThat(client.resource(map("made", "a", "1"))
                        .createOr(NonDeletingOperation::update)
                        .getData())
                .isEqualTo(Map.of("a", "1"));
        assertThat(client.resource(map("made", "b", "2"))
                        .createOr(NonDeletingOperation::update)
                        .getData())
                .isEqualTo(Map.of("b", "2"));
    }

    @Test
    void aStaleObjectIsNotWritten() {
        ConfigMap old = client.resource(map("locked", "a", "1")).create();
        named("locked")
                .edit(map -> new ConfigMapBuilder(map).addToData("a", "2").build());

        ConfigMap stale = new ConfigMapBuilder(old).addToData("a", "3").build();
        assertRefused(
                409,
                () -> client.resource(stale)
                        .lockResourceVersion(old.getMetadata().getResourceVersion())
                        .update());
        assertThat(named("locked").get().getData()).isEqualTo(Map.of("a", "2"));
        assertThat(client.resource(map("locked", "a", "4")).update().getData()).isEqualTo(Map.of("a", "4"));
    }

    private static void assertRefused(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(code));
    }

    @Test
    void everyTypeOfPatchIsTaken() {
        client.resource(map("patched", "a", "1")).create();
        assertThat(named("patched")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":null,\"b\":\"2\"}}")
                        .getData())
                .isEqualTo(Map.of("b", "2"));
        assertThat(named("patched")
                        .patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"move\",\"from\":\"/data/b\",\"path\":\"/data/c\"}]")
                        .getData())
                .isEqualTo(Map.of("c", "2"));
        named("patched")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"metadata\":{\"finalizers\":[\"example.com/x\"]}}");
        assertThat(named("patched")
                        .patch(
                                PatchContext.of(PatchType.STRATEGIC_MERGE),
                                "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"example.com/x\"]}}")
                        .getMetadata()
                        .getFinalizers())
                .isEmpty();
    }

    @Test
    void serverSideApplyKeepsTheFieldsOfOthers() {
        client.resource(map("applied", "a", "1")).fieldManager("first").serverSideApply();
        assertThat(client.resource(map("applied", "b", "2"))
                        .fieldManager("second")
                        .serverSideApply()
                        .getData())
                .isEqualTo(Map.of("a", "1", "b", "2"));
        assertRefused(
                409,
                () -> client.resource(map("applied", "a", "3"))
                        .fieldManager("second")
                        .serverSideApply());
        assertThat(client.resource(map("applied", "a", "3"))
                        .fieldManager("second")
                        .forceConflicts()
                        .serverSideApply()
                        .getData())
                .isEqualTo(Map.of("a", "3"));
    }

    @Test
    void whoWaitsForAConditionIsWokenByIt() {
        client.resource(map("awaited", "a", "1")).create();
        CompletableFuture<ConfigMap> waiting = CompletableFuture.supplyAsync(() -> named("awaited")
                .waitUntilCondition(
                        map -> map != null && map.getData().get("a").equals("2"),
                        PATIENCE.toSeconds(),
                        TimeUnit.SECONDS));
        named("awaited")
                .edit(map -> new ConfigMapBuilder(map).addToData("b", "0").build());
        named("awaited")
                .edit(map -> new ConfigMapBuilder(map).addToData("a", "2").build());
        assertThat(waiting.join().getData()).isEqualTo(Map.of("a", "2", "b", "0"));
    }

    @Test
    void anInformerShowsTheClusterAndItsIndex() {
        client.resource(map("old", "a", "1")).create();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace(NAMESPACE).withLabel("mine").runnableInformer(0)) {
            informer.addIndexers(
                    Map.of("value", map -> List.copyOf(map.getData().values())));
            informer.addEventHandler(handler(heard)).run();
            assertThat(informer.hasSynced()).isTrue();
            client.resource(map("new", "a", "1")).create();
            named("new")
                    .edit(map -> new ConfigMapBuilder(map).addToData("a", "7").build());
            named("old").delete();
            eventually("the informer follows", () -> heard.size() >= 4);
            assertThat(heard).containsExactly("add old", "add new", "update new", "delete old");
            assertThat(informer.getIndexer().byIndex("value", "7"))
                    .extracting(map -> map.getMetadata().getName())
                    .containsExactly("new");
            assertThat(informer.isWatching()).isTrue();
        }
    }

    private static ResourceEventHandler<ConfigMap> handler(Queue<String> heard) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap added) {
                heard.add("add " + added.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap old, ConfigMap changed) {
                heard.add("update " + changed.getMetadata().getName());
            }

            @Override
            public void onDelete(ConfigMap last, boolean unknown) {
                heard.add("delete " + last.getMetadata().getName());
            }
        };
    }

    @Test
    void aListIsStreamedAsAWatch() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.resource(map("streamed-" + i, "a", "1")).create();
        }
        Queue<String> names = new ConcurrentLinkedQueue<>();
        String revision = client.configMaps()
                .inNamespace(NAMESPACE)
                .withLabel("mine")
                .streamingList(map -> names.add(map.getMetadata().getName()))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(names)
                .containsExactlyInAnyOrder("streamed-0", "streamed-1", "streamed-2", "streamed-3", "streamed-4");
        assertThat(Long.parseLong(revision)).isPositive();
    }

    @Test
    void typedAndGenericCustomResourcesAreTheSameObjects() {
        client.resource(DEFINITION).create();
        try {
            eventually(
                    "the kind is served",
                    () -> client.resources(Tunnel.class)
                                    .inNamespace(NAMESPACE)
                                    .list()
                                    .getItems()
                            != null);
            Tunnel tunnel = new Tunnel();
            tunnel.getMetadata().setName("gotthard");
            tunnel.getMetadata().setNamespace(NAMESPACE);
            tunnel.setSpec(new TunnelSpec());
            tunnel.getSpec().length = 57;
            Tunnel created = client.resource(tunnel).create();
            assertThat(created.getSpec().length).isEqualTo(57);

            created.setStatus(new TunnelStatus());
            created.getStatus().open = true;
            assertThat(client.resource(created).updateStatus().getStatus().open).isTrue();

            GenericKubernetesResource generic = client.genericKubernetesResources("fabric8.example.com/v1", "Tunnel")
                    .inNamespace(NAMESPACE)
                    .withName("gotthard")
                    .get();
            assertThat(generic.<Integer>get("spec", "length")).isEqualTo(57);
            assertThat(generic.<Boolean>get("status", "open")).isTrue();
            tunnel.getSpec().length = 101;
            assertRefused(422, () -> client.resource(tunnel).update());
            client.resource(generic).delete();
            assertThat(client.resource(tunnel).get()).isNull();
        } finally {
            client.resource(DEFINITION).delete();
        }
    }

    @Test
    void oneCandidateLeadsAndAnotherTakesOver() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        CompletableFuture<?> first = lead("first", heard);
        eventually("the first leads", () -> heard.contains("first leads"));
        CompletableFuture<?> second = lead("second", heard);
        eventually("the second sees the first", () -> heard.contains("second sees first"));
        assertThat(client.leases()
                        .inNamespace(NAMESPACE)
                        .withName("lock")
                        .get()
                        .getSpec()
                        .getHolderIdentity())
                .isEqualTo("first");
        first.cancel(true);
        eventually("the second takes over", () -> heard.contains("second leads"));
        assertThat(heard).containsSubsequence("first leads", "first stops", "second leads");
        second.cancel(true);
        eventually("the second stops", () -> heard.contains("second stops"));
    }

    private CompletableFuture<?> lead(String identity, Queue<String> heard) {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(identity)
                        .withLock(new LeaseLock(NAMESPACE, "lock", identity))
                        .withLeaseDuration(Duration.ofSeconds(5))
                        .withRenewDeadline(Duration.ofSeconds(3))
                        .withRetryPeriod(Duration.ofMillis(500))
                        .withReleaseOnCancel()
                        .withLeaderCallbacks(new LeaderCallbacks(
                                () -> heard.add(identity + " leads"),
                                () -> heard.add(identity + " stops"),
                                leader -> heard.add(identity + " sees " + leader)))
                        .build())
                .build()
                .start();
    }

    private static void eventually(String what, Await.Condition condition) {
        new Await(PATIENCE, what, condition).orFail();
    }
}
