package io.gantry.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The statement that writes a group, and the one that finds out afterwards whether it did. Tests extend it to lose answers. */
class GroupStatement {

    private static final String WRITE = "select base, written from write_group(?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Database database;
    private final DocumentCipher cipher;
    private final ReachedRevision reached;
    private final ReadLease lease;

    GroupStatement(Database database, DocumentCipher cipher, ReachedRevision reached, ReadLease lease) {
        this.database = database;
        this.cipher = cipher;
        this.reached = reached;
        this.lease = lease;
    }

    /** Writes a group as one statement, which is a transaction of its own. When the database was put back, its revision is moved forward first. */
    WriteGroup.Outcome execute(WriteGroup group) {
        try {
            return write(database, group);
        } catch (ReachedRevision.PutBackException e) {
            new RestoredDatabase(database).moveForwardIfRestored(reached.value());
            return write(database, group);
        }
    }

    WriteGroup.Outcome write(Database into, WriteGroup group) {
        return into.once(session -> run(session, group));
    }

    final WriteGroup.Outcome run(StatelessSession session, WriteGroup group) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
                bind(connection, statement, group);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    Array written = row.getArray(2);
                    if (written == null) {
                        throw reached.putBack(row.getLong(1));
                    }
                    return new WriteGroup.Outcome(row.getLong(1), numbers(written));
                }
            }
        });
    }

    private void bind(Connection connection, PreparedStatement statement, WriteGroup group) throws SQLException {
        List<PendingWrite> writes = group.writes();
        statement.setObject(1, group.batch());
        statement.setArray(
                2,
                connection.createArrayOf(
                        "text", writes.stream().map(write -> write.key().path()).toArray(String[]::new)));
        statement.setArray(
                3,
                connection.createArrayOf(
                        "bigint", writes.stream().map(PendingWrite::expected).toArray(Long[]::new)));
        statement.setArray(
                4,
                connection.createArrayOf(
                        "text", writes.stream().map(PendingWrite::uid).toArray(String[]::new)));
        statement.setArray(
                5,
                connection.createArrayOf(
                        "smallint",
                        writes.stream().map(write -> write.type().code()).toArray(Short[]::new)));
        statement.setArray(
                6,
                connection.createArrayOf(
                        "text", writes.stream().map(write -> stored(write)).toArray(String[]::new)));
        statement.setArray(
                7,
                connection.createArrayOf(
                        "text",
                        writes.stream().map(write -> write.origin().text()).toArray(String[]::new)));
        statement.setString(8, lease.writer());
        statement.setLong(9, reached.value());
    }

    private String stored(PendingWrite write) {
        return cipher.stored(
                write.key().resource(), write.key().path(), write.document().bytes());
    }

    private static long[] numbers(Array array) throws SQLException {
        Long[] boxed = (Long[]) array.getArray();
        long[] numbers = new long[boxed.length];
        for (int i = 0; i < boxed.length; i++) {
            numbers[i] = boxed[i];
        }
        return numbers;
    }

    /**
     * What became of a group whose connection was lost; empty when it was not committed. The counter's row lock waits for a
     * transaction of ours that may still be running in the server. The log marks each write with its group.
     *
     * @param after a revision from before the group
     */
    Optional<WriteGroup.Outcome> find(WriteGroup group, long after) {
        return database.inTransaction(session -> {
            session.createNativeQuery("select value from revision_counter where id = 1 for update", Long.class)
                    .getSingleResult();
            Map<String, Long> revisions = revisions(session, group, after);
            if (revisions.isEmpty()) {
                return Optional.empty();
            }
            long base =
                    revisions.values().stream().mapToLong(Long::longValue).min().getAsLong() - 1;
            long[] written = group.writes().stream()
                    .mapToLong(write -> revisions.getOrDefault(write.key().path(), 0L))
                    .toArray();
            return Optional.of(new WriteGroup.Outcome(base, written));
        });
    }

    private static Map<String, Long> revisions(StatelessSession session, WriteGroup group, long after) {
        Map<String, Long> revisions = new HashMap<>();
        session.createNativeQuery(
                        "select key, revision from object_log where revision > :after and batch = :batch",
                        Object[].class)
                .setParameter("after", after)
                .setParameter("batch", group.batch())
                .getResultList()
                .forEach(row -> revisions.put((String) row[0], (Long) row[1]));
        return revisions;
    }
}
