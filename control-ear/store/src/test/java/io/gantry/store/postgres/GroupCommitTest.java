package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import io.gantry.store.Origin;
import io.gantry.store.StoreUnavailableException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups whose connection breaks before, in or after their commit. */
class GroupCommitTest {

    private static DurablePostgres postgres;
    private static Database database;

    private final GroupStatement statement = statement();
    private final ObjectReader objects = new ObjectReader(database, DocumentCipher.NONE);

    private static GroupStatement statement() {
        ReachedRevision reached = new ReachedRevision();
        return new GroupStatement(database, DocumentCipher.NONE, reached, new ReadLease(database, reached));
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = new DurablePostgres();
        database = postgres.open();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    /** Loses the server's answer to the first tries, before or after they took effect. */
    private static final class Breaking extends GroupStatement {

        private final boolean takesEffect;
        private int breaks;

        Breaking(boolean takesEffect, int breaks) {
            super(database, DocumentCipher.NONE, new ReachedRevision(), new ReadLease(database, new ReachedRevision()));
            this.takesEffect = takesEffect;
            this.breaks = breaks;
        }

        @Override
        WriteGroup.Outcome execute(WriteGroup group) {
            if (breaks-- <= 0) {
                return super.execute(group);
            }
            if (takesEffect) {
                super.execute(group);
            }
            throw new JDBCConnectionException("no answer", new SQLException("connection reset", "08006"));
        }
    }

    @Test
    void aGroupThatWasCommittedButNotAnsweredIsNotWrittenAgain() throws Exception {
        long before = objects.revision();
        WriteGroup.Outcome outcome =
                commit(new Breaking(true, 1)).commit(group(Duration.ofSeconds(30), "once-a", "once-b"));
        assertThat(outcome.base()).isEqualTo(before);
        assertThat(outcome.revisions()).containsExactly(before + 1, before + 2);
        assertThat(objects.revision()).isEqualTo(before + 2);
    }

    @Test
    void aGroupThatWasNotCommittedIsWrittenAgain() throws Exception {
        long before = objects.revision();
        WriteGroup.Outcome outcome =
                commit(new Breaking(false, 3)).commit(group(Duration.ofSeconds(30), "again-a", "again-b"));
        assertThat(outcome.revisions()).containsExactly(before + 1, before + 2);
        assertThat(objects.revision()).isEqualTo(before + 2);
    }

    @Test
    void refusedWritesOfALostGroupAreFoundRefused() {
        statement.execute(group(Duration.ZERO, "taken"));
        WriteGroup mixed = group(Duration.ZERO, "free-1", "taken", "free-2");
        WriteGroup.Outcome written = statement.execute(mixed);
        assertThat(written.revisions()).containsExactly(written.base() + 1, 0, written.base() + 2);
        Optional<WriteGroup.Outcome> found = statement.find(mixed, written.base());
        assertThat(found).hasValueSatisfying(outcome -> {
            assertThat(outcome.base()).isEqualTo(written.base());
            assertThat(outcome.revisions()).isEqualTo(written.revisions());
        });
        assertThat(statement.find(group(Duration.ZERO, "free-1"), 0)).isEmpty();
    }

    @Test
    void aDatabaseThatStaysAwayEndsInAnErrorThatSaysTheOutcomeIsUnknown() {
        assertThatThrownBy(() -> commit(new Breaking(false, Integer.MAX_VALUE)).commit(group(Duration.ZERO, "never")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("outcome is unknown");
    }

    @Test
    void aGroupBeyondThePartitionsMakesThem() throws Exception {
        long beyond = 7 * LogPartitions.SIZE;
        database.inTransaction(
                session -> session.createNativeMutationQuery("update revision_counter set value = :value")
                        .setParameter("value", beyond)
                        .executeUpdate());
        assertThat(commit(statement)
                        .commit(group(Duration.ofSeconds(30), "beyond"))
                        .revisions())
                .containsExactly(beyond + 1);
    }

    private GroupCommit commit(GroupStatement through) {
        return new GroupCommit(through, new LogPartitions(database), objects.revision());
    }

    private static WriteGroup group(Duration patience, String... names) {
        List<PendingWrite> writes =
                Stream.of(names).map(name -> create(name, patience)).toList();
        return new WriteGroup(UUID.randomUUID(), writes);
    }

    private static PendingWrite create(String name, Duration patience) {
        ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", name);
        StoredDocument document = StoredDocument.of(
                key, Json.read("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}"));
        long deadline = System.nanoTime() + patience.toNanos();
        return new PendingWrite(WriteType.CREATE, document, 0, "", Origin.UNKNOWN, deadline, new CompletableFuture<>());
    }
}
