package io.gantry.bootstrap;

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
import io.gantry.store.MemoryObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultServiceCidrTest {

    private static final ObjectKey KEY =
            ObjectKey.cluster(new GroupResource("networking.k8s.io", "servicecidrs"), "kubernetes");

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private final Random random = new Random(1);
    private final MemoryObjectStore store = new MemoryObjectStore(10_000);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final Registry registry = new Registry(
            new Resources(BuiltInKinds.definitions()),
            store,
            cache,
            SchemaSource.BUILT_IN,
            clock,
            () -> new UUID(random.nextLong(), random.nextLong()).toString(),
            random,
            new Admission(List.of()));
    private final DefaultServiceCidr serviceCidr = new DefaultServiceCidr(cache, registry, "10.96.0.0/16");

    @BeforeEach
    void start() {
        cache.load();
        store.onCommit(revision -> cache.catchUp());
    }

    @Test
    void showsTheNetworkOfServicesAndLeavesTheStatusToTheController() {
        serviceCidr.ensure();

        assertThat(present().spec()).isEqualTo(Json.read("{\"cidrs\":[\"10.96.0.0/16\"]}"));
        assertThat(present().status()).isEmpty();
    }

    @Test
    void isWrittenOnce() {
        serviceCidr.ensure();
        long revision = present().revision();
        serviceCidr.ensure();

        assertThat(present().revision()).isEqualTo(revision);
    }

    @Test
    void comesBackWhenItWasDeleted() {
        serviceCidr.ensure();
        String uid = present().uid();
        registry.delete(KEY, DeleteOptions.DEFAULT);
        serviceCidr.ensure();

        assertThat(present().uid()).isNotEqualTo(uid);
    }

    @Test
    void isLeftAsItIsWhenItShowsAnotherNetwork() {
        registry.create(
                KEY.resource(),
                Json.read("{\"metadata\":{\"name\":\"kubernetes\"},\"spec\":{\"cidrs\":[\"10.97.0.0/16\"]}}"));
        serviceCidr.ensure();

        assertThat(present().spec()).isEqualTo(Json.read("{\"cidrs\":[\"10.97.0.0/16\"]}"));
    }

    private ApiObject present() {
        return cache.get(KEY).orElseThrow();
    }
}
