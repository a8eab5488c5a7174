package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.Subscription;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.RevisionCompactedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestoredDatabaseTest {

    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");

    @Test
    void everyRevisionThatAClientMayHoldIsTooOldAndObjectsStay() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres();
                Database database = postgres.open()) {
            ApiObject kept;
            try (PostgresObjectStore store = new PostgresObjectStore(postgres.open())) {
                kept = create(store, "kept");
            }
            long reached = new RestoredDatabase(database).moveRevisionForward();
            assertThat(reached).isGreaterThan(1_000_000_000);
            try (PostgresObjectStore store = new PostgresObjectStore(postgres.open());
                    WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT)) {
                cache.start();
                assertThat(cache.revision()).isEqualTo(reached);
                assertThat(cache.get(kept.key()).orElseThrow().encoded()).isEqualTo(kept.encoded());
                for (long held : new long[] {0, kept.revision(), kept.revision() + 1000}) {
                    assertThatThrownBy(() -> cache.subscribe(CONFIG_MAPS, Optional.empty(), held, () -> {}))
                            .isInstanceOf(RevisionCompactedException.class);
                }
                Subscription subscription = cache.subscribe(CONFIG_MAPS, Optional.empty(), reached, () -> {});
                ApiObject created = create(store, "new");
                cache.awaitCurrent();
                assertThat(created.revision()).isEqualTo(reached + 1);
                List<CacheEvent> events = subscription.poll();
                while (events.isEmpty()) { // watchers hear of a revision just after the cache shows it
                    Thread.onSpinWait();
                    events = subscription.poll();
                }
                assertThat(events.getFirst().object().encoded()).isEqualTo(created.encoded());
                assertThat(subscription.ended()).isFalse();
            }
        }
    }

    private static ApiObject create(PostgresObjectStore store, String name) {
        return store.create(
                new ObjectKey(CONFIG_MAPS, "default", name),
                Json.read("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}"));
    }
}
