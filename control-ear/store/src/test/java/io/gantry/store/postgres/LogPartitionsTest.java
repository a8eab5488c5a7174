package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.RevisionCompactedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogPartitionsTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

    private DurablePostgres postgres;
    private Database database;
    private PostgresObjectStore store;
    private LogPartitions partitions;

    @BeforeEach
    void start() throws IOException {
        postgres = new DurablePostgres();
        database = postgres.open();
        store = new PostgresObjectStore(database);
        partitions = new LogPartitions(database);
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        postgres.close();
    }

    @Test
    void partitionsAreMadeAheadOfTheCounter() {
        assertThat(tables()).containsExactly("object_log_0", "object_log_1", "object_log_2");
        moveTo(LogPartitions.SIZE);
        partitions.createAhead();
        assertThat(tables()).contains("object_log_3");
    }

    @Test
    void oldHistoryIsFirstMarkedAndThenDroppedWhileCurrentObjectsStay() {
        ApiObject old = create("old");
        moveTo(LogPartitions.SIZE);
        ApiObject young = create("young");
        partitions.dropOld(LONG_AGO);
        assertThat(store.eventsAfter(0, 10)).hasSize(2);
        partitions.dropOld(FAR_AHEAD);
        assertThatThrownBy(() -> new LogReader(database, DocumentCipher.NONE).after(0, 10))
                .isInstanceOf(RevisionCompactedException.class);
        assertThat(tables()).contains("object_log_0");
        partitions.dropOld(FAR_AHEAD);
        assertThat(tables()).doesNotContain("object_log_0").contains("object_log_1");
        assertThat(new LogReader(database, DocumentCipher.NONE).after(LogPartitions.SIZE, 10))
                .hasSize(1);
        assertThat(store.get(old.key()).orElseThrow().encoded()).isEqualTo(old.encoded());
        assertThat(store.statesAt(List.of(old.revision(), young.revision()))).containsOnlyKeys(young.revision());
    }

    @Test
    void whatALaterWriteReplacedOutlivesItsPartition() {
        ApiObject before = create("changed");
        ApiObject gone = create("gone");
        moveTo(LogPartitions.SIZE);
        store.update(before.key(), present -> new Decision.Write(present.copy()));
        partitions.dropOld(FAR_AHEAD);
        store.update(gone.key(), present -> new Decision.Remove(present.copy()));
        partitions.dropOld(FAR_AHEAD);
        assertThat(tables()).doesNotContain("object_log_0");
        assertThat(store.statesAt(List.of(before.revision(), gone.revision()))).hasSize(2);
        assertThat(store.history().list("", LogPartitions.SIZE - 1).objects())
                .extracting(ApiObject::name)
                .containsExactly("changed", "gone");
        moveTo(2 * LogPartitions.SIZE);
        partitions.dropOld(FAR_AHEAD);
        partitions.dropOld(FAR_AHEAD);
        assertThat(store.statesAt(List.of(before.revision(), gone.revision()))).isEmpty();
    }

    @Test
    void theCurrentPartitionIsNeverDropped() {
        create("only");
        partitions.dropOld(FAR_AHEAD);
        partitions.dropOld(FAR_AHEAD);
        assertThat(store.eventsAfter(0, 10)).hasSize(1);
        assertThat(tables()).contains("object_log_0");
    }

    @Test
    void writersDoNotWaitForAPartitionThatAReaderHolds() throws Exception {
        create("old");
        moveTo(LogPartitions.SIZE);
        create("young");
        partitions.dropOld(FAR_AHEAD);
        Thread dropping = database.inTransaction(session -> {
            session.createNativeQuery("select count(*) from object_log", Long.class)
                    .getSingleResult();
            Thread thread = Thread.ofPlatform().start(() -> partitions.dropOld(FAR_AHEAD));
            awaitDetaching();
            create("meanwhile");
            return thread;
        });
        dropping.join();
        assertThat(tables()).doesNotContain("object_log_0");
    }

    private void awaitDetaching() {
        boolean waiting = false;
        while (!waiting) {
            waiting = database.read(session -> session.createNativeQuery(
                            "select exists (select 1 from pg_stat_activity where query like '%detach partition%'"
                                    + " and wait_event_type = 'Lock')",
                            Boolean.class)
                    .getSingleResult());
        }
    }

    @Test
    void whatAnInterruptedDropLeftBehindIsCleanedUp() {
        create("old");
        moveTo(LogPartitions.SIZE);
        create("young");
        partitions.dropOld(FAR_AHEAD);
        database.inTransaction(
                session -> session.createNativeMutationQuery("alter table object_log detach partition object_log_0")
                        .executeUpdate());
        partitions.dropOld(FAR_AHEAD);
        assertThat(tables()).doesNotContain("object_log_0").contains("object_log_1");
    }

    private List<String> tables() {
        return database.read(session -> session.createNativeQuery(
                        "select relname from pg_class where relkind = 'r' and relname like 'object_log_%' order by relname",
                        String.class)
                .getResultList());
    }

    private void moveTo(long revision) {
        database.inTransaction(
                session -> session.createNativeMutationQuery("update revision_counter set value = :value")
                        .setParameter("value", revision)
                        .executeUpdate());
    }

    private ApiObject create(String name) {
        ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", name);
        return store.create(
                key, Json.read("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}"));
    }
}
