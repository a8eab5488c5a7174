package io.gantry.store.postgres;

import org.hibernate.StatelessSession;

/** The partitions of the log, a million revisions each. */
final class LogPartitions {

    static final long SIZE = 1_000_000;

    /** Partitions kept ready above the current one. */
    private static final int AHEAD = 2;

    private final Database database;

    LogPartitions(Database database) {
        this.database = database;
    }

    void createAhead(long revision) {
        try (StatelessSession session = database.sessions().openStatelessSession()) {
            for (long number = revision / SIZE; number <= revision / SIZE + AHEAD; number++) {
                long partition = number;
                Transactions.inTransaction(session, connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.execute("create table if not exists object_log_" + partition
                                + " partition of object_log for values from (" + partition * SIZE + ") to ("
                                + (partition + 1) * SIZE + ")");
                    }
                });
            }
        }
    }

    /** The revision below which the log may lack events: where its oldest partition begins. */
    long oldestRevision(StatelessSession session) {
        return session.createNativeQuery("""
                                select min(cast(substring(c.relname from 'object_log_([0-9]+)') as bigint))
                                from pg_inherits i join pg_class c on c.oid = i.inhrelid
                                where i.inhparent = cast('object_log' as regclass) and not i.inhdetachpending""", Long.class).getSingleResult() * SIZE;
    }
}
