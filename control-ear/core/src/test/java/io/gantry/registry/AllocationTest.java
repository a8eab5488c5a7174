package io.gantry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.cache.WatchCache;
import io.gantry.health.ComponentStatuses;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.Allocation;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.status.StatusException;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What objects may not share is theirs alone, however many instances give it out. */
class AllocationTest {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource RESERVATIONS = new GroupResource("internal.gantry.io", "reservations");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryObjectStore store = new MemoryObjectStore(1_000_000);

    /** Gives each service a number below a limit, chosen blindly: it never looks at the view, as if the cache were far behind. */
    private static final class BlindNumbers implements Allocation {

        private final Random random;
        private final int limit;

        BlindNumbers(long seed, int limit) {
            this.random = new Random(seed);
            this.limit = limit;
        }

        @Override
        public synchronized void allocate(ObjectNode object, Optional<ObjectNode> old, ClusterView view) {
            ObjectNode annotations = object.withObject("/metadata/annotations");
            if (!annotations.has("number")) {
                annotations.put("number", Integer.toString(random.nextInt(limit)));
            }
        }

        @Override
        public Set<String> claims(ObjectNode object) {
            return Set.of("number-" + object.at("/metadata/annotations/number").asText());
        }
    }

    private Registry instance(long seed, int limit) {
        WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
        cache.load();
        return new Registry(
                new Resources(BuiltInKinds.definitions(new BlindNumbers(seed, limit), ComponentStatuses.NONE)),
                store,
                cache,
                SchemaSource.BUILT_IN,
                () -> now,
                () -> UUID.randomUUID().toString(),
                new Random(seed));
    }

    @BeforeEach
    void createNamespace() {
        instance(0, 1).create(new GroupResource("", "namespaces"), Json.read("{\"metadata\":{\"name\":\"default\"}}"));
    }

    private static ObjectNode service(String name, String annotations) {
        return Json.read("{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\",\"annotations\":{"
                + annotations + "}},\"spec\":{\"ports\":[{\"port\":80}],\"selector\":{\"a\":\"b\"}}}");
    }

    private static String number(ApiObject service) {
        return service.metadata().at("/annotations/number").asText();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(SERVICES, "default", name);
    }

    private int reservations() {
        return store.list(ObjectKey.prefix(RESERVATIONS), "", Integer.MAX_VALUE)
                .objects()
                .size();
    }

    @Test
    void twoInstancesNeverGiveOutTheSame() throws Exception {
        List<Registry> instances = List.of(instance(1, 500), instance(2, 500));
        List<Future<ApiObject>> created = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                Registry registry = instances.get(i % 2);
                String name = "s" + i;
                created.add(threads.submit(() -> registry.create(SERVICES, service(name, ""))));
            }
        }
        Set<String> numbers = new HashSet<>();
        for (Future<ApiObject> future : created) {
            numbers.add(number(future.get()));
        }
        assertThat(numbers).hasSize(200);
        assertThat(reservations()).isEqualTo(200);
    }

    @Test
    void whatAnObjectGivesUpIsFree() {
        Registry registry = instance(1, 1);
        registry.create(SERVICES, service("a", ""));
        assertThatThrownBy(() -> registry.create(SERVICES, service("b", "")))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(429));
        registry.update(key("a"), object -> {
            object.withObject("/metadata/annotations").put("number", "other");
            return object;
        });
        assertThat(number(registry.create(SERVICES, service("b", "")))).isEqualTo("0");
        registry.delete(key("b"), DeleteOptions.DEFAULT);
        registry.create(SERVICES, service("c", ""));
        assertThat(reservations()).isEqualTo(2);
    }

    @Test
    void aWriteThatIsRefusedGivesBackWhatItTook() {
        Registry registry = instance(1, 1);
        ObjectNode broken = service("a", "");
        broken.withObject("/spec").putArray("ports").addObject().put("port", 99999);
        assertThatThrownBy(() -> registry.create(SERVICES, broken))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(422));
        assertThat(reservations()).isZero();
        registry.create(SERVICES, service("a", ""));
        assertThatThrownBy(() -> registry.create(SERVICES, service("a", "\"number\":\"x\"")))
                .isInstanceOf(StatusException.class);
        assertThat(reservations()).isEqualTo(1);
    }

    @Test
    void whatADeadWriterLeftIsTakenOverAfterAMinute() {
        Registry registry = instance(1, 1);
        ObjectNode left = Json.read(
                "{\"kind\":\"Reservation\",\"apiVersion\":\"internal.gantry.io/v1\",\"metadata\":{\"name\":\"x\"},"
                        + "\"spec\":{\"owner\":\"core/services/default/gone\",\"ownerUid\":\"u\",\"taken\":\"2026-01-01T00:00:00Z\"}}");
        store.create(ObjectKey.cluster(RESERVATIONS, "services.number-0"), left);
        assertThatThrownBy(() -> registry.create(SERVICES, service("a", ""))).isInstanceOf(StatusException.class);
        now = now.plus(Duration.ofSeconds(61));
        assertThat(number(registry.create(SERVICES, service("a", "")))).isEqualTo("0");
        assertThatThrownBy(() -> registry.create(SERVICES, service("b", "")))
                .as("what is in use stays in use")
                .isInstanceOf(StatusException.class);
    }

    @Test
    void aDryRunTakesNothing() {
        Registry registry = instance(1, 1);
        registry.create(
                new Resources(BuiltInKinds.definitions()).find(SERVICES).orElseThrow(),
                "default",
                service("a", ""),
                new WriteContext(UserInfo.SYSTEM, true, warning -> {}, "test"));
        assertThat(reservations()).isZero();
    }
}
