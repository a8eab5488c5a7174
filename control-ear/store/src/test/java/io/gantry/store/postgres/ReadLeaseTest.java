package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import io.gantry.store.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadLeaseTest {

    /** What the database lets pass before it takes a write of somebody else. */
    private static final Duration WAIT = Duration.ofMillis(250);

    private DurablePostgres postgres;
    private Database database;
    private final ReachedRevision reached = new ReachedRevision();
    private ReadLease lease;

    @BeforeEach
    void start() throws IOException {
        postgres = new DurablePostgres();
        database = postgres.open();
        lease = new ReadLease(database, reached);
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @Test
    void whoIsAloneKnowsTheRevisionAndGoesOnKnowingIt() {
        long written = write(database, lease, "one");
        awaitLease();
        assertThat(lease.revision()).hasValue(written);
        int known = 0;
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        int asked = 0;
        while (System.nanoTime() < end) {
            asked++;
            known += lease.revision().isPresent() ? 1 : 0;
        }
        assertThat(known).isGreaterThan(asked / 2);
    }

    @Test
    void nothingIsKnownWhileAWriteOfOnesOwnIsCommitted() {
        awaitLease();
        try (ReadLease.Commit begun = lease.commit()) {
            assertThat(lease.revision()).isEmpty();
            reached.note(write(database, lease, "one"));
            begun.noted();
        }
        assertThat(lease.revision()).hasValue(1);
    }

    @Test
    void aWriteOfAnotherWaitsUntilTheLeaseHasEnded() throws Exception {
        awaitLease();
        Thread reader = readAllTheTime();
        try (Database unseen = alike()) {
            long begun = System.nanoTime();
            long written = write(unseen, new ReadLease(unseen, new ReachedRevision()), "two");
            long ended = System.nanoTime();
            assertThat(ended - begun).isGreaterThanOrEqualTo(WAIT.toNanos());
            assertThat(lease.revision().orElse(written)).isEqualTo(written);
        } finally {
            reader.interrupt();
            reader.join();
        }
    }

    @Test
    void alsoOneOfAnInstanceThatKnowsNothingOfLeases() throws Exception {
        awaitLease();
        long begun = System.nanoTime();
        postgres.execute(
                "postgres",
                "select * from write_group(gen_random_uuid(), array['core/configmaps/a/b'], array[0::bigint], array['u'],"
                        + " array[1::smallint], array['{}'])");
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(WAIT.toNanos());
        assertThat(lease.revision().orElse(1)).isEqualTo(1);
    }

    @Test
    void whoIsNotAloneHasToAsk() throws Exception {
        awaitLease();
        try (Database other = postgres.open()) {
            assertThat(other.instance()).isNotEqualTo(database.instance());
            while (lease.revision().isPresent()) {
                Thread.onSpinWait();
            }
            long begun = System.nanoTime();
            write(other, new ReadLease(other, new ReachedRevision()), "free");
            assertThat(System.nanoTime() - begun).isLessThan(WAIT.toNanos());
        }
    }

    @Test
    void aCommitOfUnknownOutcomeEndsTheLeaseAndIsAnothersFromThenOn() {
        awaitLease();
        String before = lease.writer();
        try (ReadLease.Commit lost = lease.commit()) {
            assertThat(lost).isNotNull();
        }
        assertThat(lease.revision()).isEmpty();
        assertThat(lease.writer()).isNotEqualTo(before);
    }

    /** Connections that are not seen to be another instance's. */
    private Database alike() {
        DatabaseSettings seen = postgres.settings();
        return new Database(new DatabaseSettings(seen.url() + "&ApplicationName=alike", "", "", 2));
    }

    private Thread readAllTheTime() {
        return Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                lease.revision();
            }
        });
    }

    private void awaitLease() {
        while (lease.revision().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private long write(Database into, ReadLease writer, String name) {
        ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", name);
        StoredDocument document = StoredDocument.of(
                key, Json.read("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}"));
        PendingWrite write = new PendingWrite(
                WriteType.CREATE, document, 0, "", Origin.UNKNOWN, Long.MAX_VALUE, new CompletableFuture<>());
        return new GroupStatement(into, DocumentCipher.NONE, new ReachedRevision(), writer)
                .execute(new WriteGroup(UUID.randomUUID(), List.of(write)))
                .revisions()[0];
    }
}
