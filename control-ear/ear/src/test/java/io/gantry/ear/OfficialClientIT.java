package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.common.KubernetesType;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoordinationV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.CustomObjectsApi;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Yaml;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import io.kubernetes.client.util.generic.options.PatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The official Java client, with all that a controller written with it uses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialClientIT {

    private static final String NAMESPACE = "official-client";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 0
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: web, image: "nginx:1"}
                  - {name: log, image: "busybox:1"}
            """;
    private static final String DEFINITION = """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "bridges.official.example.com"},
             "spec": {"group": "official.example.com", "scope": "Namespaced", "names": {"plural": "bridges", "kind": "Bridge"},
              "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
               "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                "spec": {"type": "object", "properties": {"lanes": {"type": "integer", "minimum": 1, "default": 2}}},
                "status": {"type": "object", "properties": {"open": {"type": "boolean"}}}}}}}]}}
            """;

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient client = client(controlPlane);
    private final CoreV1Api core = new CoreV1Api(client);
    private final AppsV1Api apps = new AppsV1Api(client);

    static ApiClient client(TestControlPlane controlPlane) {
        try (var reader = Files.newBufferedReader(controlPlane.kubeconfig())) {
            return ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
        } catch (IOException e) {
            throw new IllegalStateException("cannot make a client", e);
        }
    }

    @BeforeAll
    void createNamespace() throws ApiException {
        core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(NAMESPACE)))
                .execute();
    }

    @AfterEach
    void deleteConfigMaps() throws ApiException {
        core.deleteCollectionNamespacedConfigMap(NAMESPACE)
                .labelSelector("mine=yes")
                .execute();
    }

    @AfterAll
    void deleteNamespace() throws ApiException {
        core.deleteNamespace(NAMESPACE).execute();
    }

    static V1ConfigMap configMap(String name, String value) {
        return new V1ConfigMap()
                .metadata(new V1ObjectMeta().name(name).labels(Map.of("mine", "yes")))
                .data(Map.of("value", value));
    }

    private V1ConfigMap create(String name, String value) throws ApiException {
        return core.createNamespacedConfigMap(NAMESPACE, configMap(name, value)).execute();
    }

    private String value(String name) throws ApiException {
        return core.readNamespacedConfigMap(name, NAMESPACE).execute().getData().get("value");
    }

    @Test
    void objectsAreCreatedReadReplacedAndDeleted() throws ApiException {
        V1ConfigMap created = create("plain", "1");
        assertThat(created.getMetadata().getUid()).isNotBlank();
        assertThat(value("plain")).isEqualTo("1");

        V1ConfigMap replaced = core.replaceNamespacedConfigMap("plain", NAMESPACE, created.putDataItem("value", "2"))
                .execute();
        assertThat(replaced.getData()).isEqualTo(Map.of("value", "2"));
        assertRefused(
                409,
                "Conflict",
                () -> core.replaceNamespacedConfigMap("plain", NAMESPACE, created)
                        .execute());
        assertRefused(409, "AlreadyExists", () -> create("plain", "3"));

        assertThat(core.deleteNamespacedConfigMap("plain", NAMESPACE).execute().getStatus())
                .isEqualTo("Success");
        assertRefused(
                404,
                "NotFound",
                () -> core.readNamespacedConfigMap("plain", NAMESPACE).execute());
    }

    private static void assertRefused(int code, String reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.getCode()).isEqualTo(code);
            assertThat(refused.getResponseBody()).contains("\"reason\":\"" + reason + "\"");
        });
    }

    @Test
    void everyTypeOfPatchIsTaken() throws ApiException, IOException {
        apps.createNamespacedDeployment(NAMESPACE, Yaml.loadAs(DEPLOYMENT, V1Deployment.class))
                .execute();
        assertThat(
                        images(
                                patch(
                                        V1Patch.PATCH_FORMAT_JSON_PATCH,
                                        "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":0},"
                                                + "{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"nginx:2\"}]")))
                .containsExactly("nginx:2", "busybox:1");
        assertThat(patch(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"metadata\":{\"labels\":{\"tier\":\"front\"}}}")
                        .getMetadata()
                        .getLabels())
                .isEqualTo(Map.of("tier", "front"));
        assertThat(
                        images(
                                patch(
                                        V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH,
                                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"log\",\"image\":\"busybox:2\"}]}}}}")))
                .containsExactly("nginx:2", "busybox:2");
        apps.deleteNamespacedDeployment("web", NAMESPACE).execute();
    }

    private V1Deployment patch(String type, String patch) throws ApiException {
        return PatchUtils.patch(
                V1Deployment.class,
                () -> apps.patchNamespacedDeployment("web", NAMESPACE, new V1Patch(patch))
                        .buildCall(null),
                type,
                client);
    }

    private static List<String> images(V1Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(container -> container.getImage())
                .toList();
    }

    @Test
    void serverSideApplyKeepsTheFieldsOfOthers() throws ApiException {
        assertThat(apply("first", false, "a", "1").getData()).isEqualTo(Map.of("a", "1"));
        assertThat(apply("second", false, "b", "2").getData()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertRefused(409, "Conflict", () -> apply("second", false, "a", "3"));
        assertThat(apply("second", true, "a", "3").getData()).isEqualTo(Map.of("a", "3"));
    }

    private V1ConfigMap apply(String manager, boolean force, String key, String value) throws ApiException {
        V1Patch patch = new V1Patch(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"applied\",\"labels\":"
                        + "{\"mine\":\"yes\"}},\"data\":{\"" + key + "\":\"" + value + "\"}}");
        return PatchUtils.patch(
                V1ConfigMap.class,
                () -> core.patchNamespacedConfigMap("applied", NAMESPACE, patch)
                        .fieldManager(manager)
                        .force(force)
                        .buildCall(null),
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                client);
    }

    @Test
    void aLongListIsReadInPagesOfOneState() throws ApiException {
        for (int i = 0; i < 25; i++) {
            create("page-" + (100 + i), "x");
        }
        List<String> names = new ArrayList<>();
        List<String> revisions = new ArrayList<>();
        String next = "";
        do {
            V1ConfigMapList page = core.listNamespacedConfigMap(NAMESPACE)
                    .labelSelector("mine=yes")
                    .limit(10)
                    ._continue(next)
                    .execute();
            page.getItems().forEach(item -> names.add(item.getMetadata().getName()));
            revisions.add(page.getMetadata().getResourceVersion());
            next = page.getMetadata().getContinue();
            create("after-" + revisions.size(), "x");
        } while (next != null && !next.isEmpty());
        assertThat(names).hasSize(25).isSorted().doesNotHaveDuplicates().allMatch(name -> name.startsWith("page-"));
        assertThat(revisions).hasSize(3).containsOnly(revisions.getFirst());
    }

    @Test
    void aWatchTellsEveryChangeInOrder() throws ApiException, IOException {
        V1ConfigMap before = create("watched", "0");
        ApiClient patient = client(controlPlane).setReadTimeout(0);
        try (Watch<V1ConfigMap> watch = Watch.createWatch(
                patient,
                new CoreV1Api(patient)
                        .listNamespacedConfigMap(NAMESPACE)
                        .fieldSelector("metadata.name=watched")
                        .resourceVersion(before.getMetadata().getResourceVersion())
                        .watch(true)
                        .timeoutSeconds(20)
                        .buildCall(null),
                new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
            for (int i = 1; i <= 5; i++) {
                core.replaceNamespacedConfigMap("watched", NAMESPACE, configMap("watched", "" + i))
                        .execute();
            }
            core.deleteNamespacedConfigMap("watched", NAMESPACE).execute();
            List<String> told = new ArrayList<>();
            while (told.size() < 6) {
                Watch.Response<V1ConfigMap> event = watch.next();
                told.add(event.type + " " + event.object.getData().get("value"));
            }
            assertThat(told)
                    .containsExactly("MODIFIED 1", "MODIFIED 2", "MODIFIED 3", "MODIFIED 4", "MODIFIED 5", "DELETED 5");
        }
    }

    @Test
    void anInformerShowsTheClusterAndSynchronisesAgain() throws ApiException {
        create("old", "1");
        AtomicInteger sameAgain = new AtomicInteger();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        SharedInformerFactory factory = new SharedInformerFactory(client(controlPlane));
        SharedIndexInformer<V1ConfigMap> informer = factory.sharedIndexInformerFor(
                parameters -> core.listNamespacedConfigMap(NAMESPACE)
                        .labelSelector("mine=yes")
                        .resourceVersion(parameters.resourceVersion)
                        .timeoutSeconds(parameters.timeoutSeconds)
                        .watch(parameters.watch)
                        .buildCall(null),
                V1ConfigMap.class,
                V1ConfigMapList.class,
                1000);
        informer.addEventHandler(handler(heard, sameAgain));
        factory.startAllRegisteredInformers();
        try {
            eventually("the informer has the list", () -> informer.hasSynced() && heard.contains("add old 1"));
            create("new", "1");
            core.replaceNamespacedConfigMap("new", NAMESPACE, configMap("new", "2"))
                    .execute();
            core.deleteNamespacedConfigMap("old", NAMESPACE).execute();
            eventually(
                    "the informer follows",
                    () -> heard.containsAll(List.of("add new 1", "update new 2", "delete old 1")));
            assertThat(informer.getIndexer().listKeys()).containsExactly(NAMESPACE + "/new");
            eventually("the informer tells what it has again", () -> sameAgain.get() >= 2);
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    private static ResourceEventHandler<V1ConfigMap> handler(Queue<String> heard, AtomicInteger sameAgain) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(V1ConfigMap added) {
                heard.add("add " + text(added));
            }

            @Override
            public void onUpdate(V1ConfigMap old, V1ConfigMap changed) {
                if (old.getMetadata()
                        .getResourceVersion()
                        .equals(changed.getMetadata().getResourceVersion())) {
                    sameAgain.incrementAndGet();
                } else {
                    heard.add("update " + text(changed));
                }
            }

            @Override
            public void onDelete(V1ConfigMap last, boolean unknown) {
                heard.add("delete " + text(last));
            }

            private String text(V1ConfigMap map) {
                return map.getMetadata().getName() + " " + map.getData().get("value");
            }
        };
    }

    @Test
    void theDynamicClientServesCustomResources() throws ApiException {
        DynamicKubernetesApi definitions =
                new DynamicKubernetesApi("apiextensions.k8s.io", "v1", "customresourcedefinitions", client);
        DynamicKubernetesApi bridges = new DynamicKubernetesApi("official.example.com", "v1", "bridges", client);
        expect(definitions.create(object(DEFINITION)));
        try {
            eventually("the kind is served", () -> bridges.list(NAMESPACE).isSuccess());
            DynamicKubernetesObject created = expect(bridges.create(bridge("{}")));
            assertThat(spec(created)).isEqualTo("{\"lanes\":2}");
            assertThat(bridges.create(bridge("{\"lanes\":0}")).getStatus().getMessage())
                    .contains("spec.lanes: Invalid value: 0: spec.lanes in body should be greater than or equal to 1");

            created.getRaw().add("spec", JsonParser.parseString("{\"lanes\":4}"));
            DynamicKubernetesObject updated = expect(bridges.update(created));
            assertThat(spec(updated)).isEqualTo("{\"lanes\":4}");
            updated.getRaw().add("spec", JsonParser.parseString("{\"lanes\":5}"));
            updated.getRaw().add("status", JsonParser.parseString("{\"open\":false}"));
            new CustomObjectsApi(client)
                    .replaceNamespacedCustomObjectStatus(
                            "official.example.com", "v1", NAMESPACE, "bridges", "golden-gate", updated.getRaw())
                    .execute();
            DynamicKubernetesObject opened =
                    expect(bridges.updateStatus(updated, changed -> JsonParser.parseString("{\"open\":true}")));
            assertThat(opened.getRaw().getAsJsonObject("status").get("open").getAsBoolean())
                    .isTrue();
            assertThat(spec(opened)).isEqualTo("{\"lanes\":4}");

            PatchOptions manager = new PatchOptions();
            manager.setFieldManager("other");
            manager.setForce(true);
            assertThat(spec(expect(bridges.patch(
                            NAMESPACE,
                            "golden-gate",
                            V1Patch.PATCH_FORMAT_APPLY_YAML,
                            new V1Patch(bridge("{\"lanes\":6}").getRaw().toString()),
                            manager))))
                    .isEqualTo("{\"lanes\":6}");
            assertThat(expect(bridges.list(NAMESPACE)).getItems()).hasSize(1);
            assertThat(bridges.delete(NAMESPACE, "golden-gate").isSuccess()).isTrue();
            assertThat(bridges.get(NAMESPACE, "golden-gate").getHttpStatusCode())
                    .isEqualTo(404);
        } finally {
            definitions.delete("bridges.official.example.com");
        }
    }

    private static <T extends KubernetesType> T expect(KubernetesApiResponse<T> response) {
        assertThat(response.isSuccess()).as("%s", response.getStatus()).isTrue();
        return response.getObject();
    }

    private static DynamicKubernetesObject object(String json) {
        return new DynamicKubernetesObject(JsonParser.parseString(json).getAsJsonObject());
    }

    private static DynamicKubernetesObject bridge(String spec) {
        return object(
                "{\"apiVersion\":\"official.example.com/v1\",\"kind\":\"Bridge\",\"metadata\":{\"name\":\"golden-gate\","
                        + "\"namespace\":\"" + NAMESPACE + "\"},\"spec\":" + spec + "}");
    }

    private static String spec(DynamicKubernetesObject object) {
        JsonObject raw = object.getRaw();
        return raw.get("spec").toString();
    }

    @Test
    void oneCandidateLeadsAndAnotherTakesOver() throws ApiException {
        Queue<String> leaders = new ConcurrentLinkedQueue<>();
        LeaderElector first = candidate("first");
        run(first, "first", leaders);
        eventually("the first leads", () -> leaders.contains("first leads"));
        try (LeaderElector second = candidate("second")) {
            run(second, "second", leaders);
            assertThat(new CoordinationV1Api(client)
                            .readNamespacedLease("lock", NAMESPACE)
                            .execute()
                            .getSpec()
                            .getHolderIdentity())
                    .isEqualTo("first");
            first.close();
            eventually("the second takes over", () -> leaders.contains("second leads"));
            assertThat(leaders).containsSubsequence("first leads", "first stops", "second leads");
        }
    }

    private LeaderElector candidate(String identity) {
        return new LeaderElector(new LeaderElectionConfig(
                new LeaseLock(NAMESPACE, "lock", identity, client(controlPlane)),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                Duration.ofMillis(500)));
    }

    private static void run(LeaderElector elector, String name, Queue<String> leaders) {
        Thread.ofVirtual()
                .start(() -> elector.run(() -> leaders.add(name + " leads"), () -> leaders.add(name + " stops")));
    }

    private static void eventually(String what, Await.Condition condition) {
        new Await(PATIENCE, what, condition).orFail();
    }
}
