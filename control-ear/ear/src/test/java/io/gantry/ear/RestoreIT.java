package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The database is put back to an earlier state while informers run. Revisions go on above all that were ever handed out, and the informers
 * show what was restored, no more and no less.
 */
class RestoreIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OBJECTS = 20;

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient client = OfficialClientIT.client(controlPlane);
    private final CoreV1Api core = new CoreV1Api(client);
    private final String namespace = "restored-" + Long.toString(System.nanoTime(), 36);
    private final SharedInformerFactory factory = new SharedInformerFactory(OfficialClientIT.client(controlPlane));
    private SharedIndexInformer<V1ConfigMap> informer;

    @BeforeEach
    void startInformer() throws ApiException {
        core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(namespace)))
                .execute();
        informer = factory.sharedIndexInformerFor(
                parameters -> core.listNamespacedConfigMap(namespace)
                        .labelSelector("mine=yes")
                        .resourceVersion(parameters.resourceVersion)
                        .timeoutSeconds(parameters.timeoutSeconds)
                        .watch(parameters.watch)
                        .buildCall(null),
                V1ConfigMap.class,
                V1ConfigMapList.class);
        factory.startAllRegisteredInformers();
    }

    @AfterEach
    void stopInformer() throws ApiException {
        factory.stopAllRegisteredInformers();
        core.deleteNamespace(namespace).execute();
    }

    @Test
    void aRunningControlPlaneGoesOnAboveAllRevisionsThatItHandedOut() throws ApiException, IOException {
        Map<String, String> kept = writeSome();
        Path backup = controlPlane.postgres().backUp();
        awaitService();
        long highest = writeMore();

        controlPlane.postgres().restore(backup);

        assertRestored(kept, highest);
    }

    @Test
    void aControlPlaneThatStartsOnARestoredDatabaseDoesToo() throws ApiException, IOException {
        Map<String, String> kept = writeSome();
        Path backup = controlPlane.postgres().backUp();
        awaitService();
        long highest = writeMore();
        eventually("the revision is noted", () -> controlPlane.instance().notedRevision() >= highest);

        controlPlane.instance().kill();
        controlPlane.postgres().restore(backup);
        controlPlane.instance().start();
        controlPlane.instance().awaitReady();

        assertRestored(kept, highest);
    }

    private Map<String, String> writeSome() throws ApiException {
        for (int i = 0; i < OBJECTS; i++) {
            create("kept-" + (100 + i), "before");
        }
        Map<String, String> written = present();
        assertThat(written).hasSize(OBJECTS);
        eventually("the informer has them", () -> shown().equals(written));
        return written;
    }

    /** Changes, removes and adds objects; tells the revision of the last. */
    private long writeMore() throws ApiException {
        for (int i = 0; i < OBJECTS; i++) {
            String name = "kept-" + (100 + i);
            if (i % 2 == 0) {
                core.replaceNamespacedConfigMap(name, namespace, OfficialClientIT.configMap(name, "after"))
                        .execute();
            } else {
                core.deleteNamespacedConfigMap(name, namespace).execute();
            }
            create("lost-" + (100 + i), "after");
        }
        long highest = create("last", "after");
        Map<String, String> written = present();
        eventually("the informer follows", () -> shown().equals(written));
        return highest;
    }

    private void assertRestored(Map<String, String> kept, long highest) throws ApiException {
        awaitService();
        assertThat(present()).isEqualTo(kept);
        eventually("the informer shows what was restored", () -> shown().equals(kept));
        long next = create("next", "restored");
        assertThat(next).isGreaterThan(highest);
        assertThat(Long.parseLong(core.listNamespacedConfigMap(namespace)
                        .execute()
                        .getMetadata()
                        .getResourceVersion()))
                .isGreaterThanOrEqualTo(next);
        kept.put("next", "restored");
        eventually("the informer goes on", () -> shown().equals(kept));
        assertThat(Long.parseLong(informer.lastSyncResourceVersion())).isGreaterThan(highest);
    }

    /** While PostgreSQL is away, requests fail. */
    private void awaitService() {
        eventually("the database answers", () -> !present().isEmpty());
    }

    private long create(String name, String value) throws ApiException {
        return Long.parseLong(core.createNamespacedConfigMap(namespace, OfficialClientIT.configMap(name, value))
                .execute()
                .getMetadata()
                .getResourceVersion());
    }

    private Map<String, String> present() throws ApiException {
        return values(core.listNamespacedConfigMap(namespace)
                .labelSelector("mine=yes")
                .execute()
                .getItems());
    }

    private Map<String, String> shown() {
        return values(informer.getIndexer().list());
    }

    private static Map<String, String> values(Iterable<V1ConfigMap> maps) {
        Map<String, String> values = new TreeMap<>();
        maps.forEach(
                map -> values.put(map.getMetadata().getName(), map.getData().get("value")));
        return values;
    }

    private static void eventually(String what, Await.Condition condition) {
        new Await(PATIENCE, what, condition).orFail();
    }
}
