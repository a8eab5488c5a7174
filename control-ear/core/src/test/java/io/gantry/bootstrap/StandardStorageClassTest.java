package io.gantry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.admission.Admission;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.storage.StorageClass;
import io.gantry.storage.StorageNames;
import io.gantry.store.MemoryObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandardStorageClassTest {

    private static final ObjectKey STANDARD = ObjectKey.cluster(StorageNames.CLASSES, "standard");

    private final Random random = new Random(1);
    private final MemoryObjectStore store = new MemoryObjectStore(10_000);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final Registry registry = new Registry(
            new Resources(BuiltInKinds.definitions()),
            store,
            cache,
            SchemaSource.BUILT_IN,
            () -> Instant.parse("2026-01-01T00:00:00Z"),
            () -> new UUID(random.nextLong(), random.nextLong()).toString(),
            random,
            new Admission(List.of()));

    @BeforeEach
    void start() {
        cache.load();
        store.onCommit(revision -> cache.catchUp());
    }

    private void startControlPlane() {
        new SystemObjects(store, registry).ensure(new ApiAddress("127.0.0.1", 6443, "10.96.0.1"));
    }

    @Test
    void aNewClusterHasADefaultClassOfDirectoriesOfNodes() {
        startControlPlane();
        startControlPlane();
        StorageClass standard = StorageClass.ofDefault(cache).orElseThrow();
        assertThat(standard.name()).isEqualTo("standard");
        assertThat(standard.provisioner()).isEqualTo("gantry.io/node-local");
        assertThat(standard.reclaimPolicy()).isEqualTo("Delete");
        assertThat(standard.waitsForConsumer()).isTrue();
        assertThat(standard.allowsExpansion()).isTrue();
    }

    @Test
    void aClusterWithAClassOfItsOwnIsLeftAlone() {
        startControlPlane();
        registry.create(
                StorageNames.CLASSES, Json.read("{\"metadata\":{\"name\":\"own\"},\"provisioner\":\"example.com/x\"}"));
        registry.delete(STANDARD, DeleteOptions.DEFAULT);
        startControlPlane();
        assertThat(cache.list(StorageNames.CLASSES)).extracting(ApiObject::name).containsExactly("own");
    }
}
