package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.Subscription;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Origin;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StagedWrite;
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
            long reached = new RestoredDatabase(database).moveForwardIfRestored(kept.revision() + 1000);
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

    @Test
    void aDatabaseAtHomeStaysAtItsRevisionEvenAfterACrash() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres()) {
            long written;
            try (Database database = postgres.open()) {
                assertThat(new RestoredDatabase(database).moveForwardIfRestored(0))
                        .isZero();
                try (PostgresObjectStore store = new PostgresObjectStore(postgres.open())) {
                    written = create(store, "kept").revision();
                }
                assertThat(new RestoredDatabase(database).moveForwardIfRestored(written))
                        .isEqualTo(written);
            }
            postgres.kill();
            postgres.startAgain();
            try (Database database = postgres.open()) {
                assertThat(new RestoredDatabase(database).moveForwardIfRestored(written))
                        .isEqualTo(written);
            }
        }
    }

    @Test
    void aCopyInAnotherDatabaseIsMovedOnceAndIsThenAtHome() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres()) {
            long written;
            try (PostgresObjectStore store = new PostgresObjectStore(postgres.open())) {
                written = create(store, "kept").revision();
            }
            try (Database original = postgres.open()) {
                new RestoredDatabase(original).moveForwardIfRestored(0);
            }
            postgres.execute("template1", "create database copy template postgres");
            try (Database copy = postgres.open("copy")) {
                long reached = new RestoredDatabase(copy).moveForwardIfRestored(0);
                assertThat(reached).isGreaterThan(written + 999_999_999);
                assertThat(new RestoredDatabase(copy).moveForwardIfRestored(0)).isEqualTo(reached);
            }
        }
    }

    @Test
    void tablesMadeAnewByARestoredDumpAreNoticed() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres();
                Database database = postgres.open()) {
            new RestoredDatabase(database).moveForwardIfRestored(0);
            postgres.execute("postgres", """
                    create table remade (like revision_counter including all);
                    insert into remade select * from revision_counter;
                    drop table revision_counter;
                    alter table remade rename to revision_counter""");
            assertThat(new RestoredDatabase(database).moveForwardIfRestored(0)).isEqualTo(1_000_000_000);
        }
    }

    @Test
    @Timeout(30)
    void aRunningInstanceWhoseDatabaseIsPutBackMovesItForwardAndNeverTellsLess() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres();
                PostgresObjectStore store = new PostgresObjectStore(postgres.open())) {
            create(store, "one");
            long held = create(store, "two").revision();
            assertThat(store.revision()).isEqualTo(held);
            postgres.execute("postgres", "update revision_counter set value = value - 1");
            long told = held; // by a lease that has not ended yet
            while (told == held) {
                told = store.revision();
            }
            assertThat(told).isEqualTo(held + 1_000_000_000);
            assertThat(create(store, "three").revision()).isEqualTo(held + 1_000_000_001);
        }
    }

    @Test
    void theFirstThingAfterThatMayBeAWrite() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres();
                PostgresObjectStore store = new PostgresObjectStore(postgres.open())) {
            create(store, "one");
            long held = create(store, "two").revision();
            putBackByOne(postgres);
            assertThat(create(store, "three").revision()).isEqualTo(held + 1_000_000_001);
            putBackByOne(postgres);
            assertThat(store.commit(List.of(new StagedWrite.Create(key("four"), object(), Origin.UNKNOWN))))
                    .extracting(ApiObject::revision)
                    .containsExactly(held + 2_000_000_002);
        }
    }

    @Test
    void aUserWithoutSpecialRightsMayLook() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres()) {
            postgres.execute("postgres", "create role plain login");
            postgres.execute("postgres", "create database gantry owner plain");
            try (Database database = postgres.open("gantry", "plain")) {
                assertThat(new RestoredDatabase(database).moveForwardIfRestored(7))
                        .isEqualTo(1_000_000_007);
            }
        }
    }

    private static void putBackByOne(DurablePostgres postgres) throws Exception {
        postgres.execute(
                "postgres",
                "update revision_counter set value = value - 1;"
                        + " delete from object_log where revision > (select value from revision_counter)");
    }

    private static ApiObject create(PostgresObjectStore store, String name) {
        return store.create(key(name), object());
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(CONFIG_MAPS, "default", name);
    }

    private static ObjectNode object() {
        return Json.read("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}");
    }
}
