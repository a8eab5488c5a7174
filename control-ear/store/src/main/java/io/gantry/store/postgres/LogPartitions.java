package io.gantry.store.postgres;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of the log, a million revisions each: made ahead, and dropped when all they hold is older than history is kept. */
final class LogPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(LogPartitions.class);

    static final long SIZE = 1_000_000;

    /** Partitions kept ready above the current one. */
    private static final int AHEAD = 2;

    /** Keys of the advisory locks by which instances take turns: "gantry" in ASCII, and the next. */
    private static final long CREATING = 0x67616e747279L;

    private static final long DROPPING = CREATING + 1;

    private final Database database;

    LogPartitions(Database database) {
        this.database = database;
    }

    /** Makes the partitions for coming revisions. */
    void createAhead() {
        database.inTransaction(session -> {
            session.createNativeQuery("select pg_advisory_xact_lock(:key) is null", Boolean.class)
                    .setParameter("key", CREATING)
                    .getSingleResult();
            long current = counter(session, "value") / SIZE;
            for (long number = current; number <= current + AHEAD; number++) {
                if (!exists(session, number)) {
                    create(session, number);
                }
            }
            return current;
        });
    }

    /** Attaching a finished table, unlike making it a partition from the start, does not lock out writers. */
    private static void create(StatelessSession session, long number) {
        // as V8__short_documents_uncompressed.sql and V9__vacuum_after_many_inserts.sql do for those that there were
        run(
                session,
                "create table " + table(number) + " (like object_log including all)"
                        + " with (toast_tuple_target = 4080, autovacuum_vacuum_insert_threshold = -1)");
        run(
                session,
                "alter table object_log attach partition " + table(number) + " for values from (" + number * SIZE
                        + ") to (" + (number + 1) * SIZE + ")");
        LOG.info("log partition created name={}", table(number));
    }

    /**
     * Shortens history from its old end, never into the current partition. A partition whose events are all old is marked as
     * compacted in one call and dropped in the next, so that a reader which has just begun finds the mark or the events. Dropping
     * may wait for readers, but writers never wait for it: the partition is first detached concurrently, which has to happen
     * outside a transaction.
     *
     * @param olderThan events since then stay
     */
    void dropOld(Instant olderThan) {
        database.read(session -> {
            if (!lock(session)) {
                return false;
            }
            try {
                detached(session).forEach(number -> drop(session, number));
                long compacted = counter(session, "compacted");
                for (long number : attached(session)) {
                    if (last(number) <= compacted) {
                        keepWhatWasReplacedLater(session, number);
                        forgetKept(session, compacted);
                        detach(session, number);
                        drop(session, number);
                    } else if (!isOld(session, number, olderThan)) {
                        return true;
                    } else {
                        mark(session, last(number));
                    }
                }
                return true;
            } finally {
                unlock(session);
            }
        });
    }

    private static boolean isOld(StatelessSession session, long number, Instant olderThan) {
        boolean isFull = counter(session, "value") >= last(number);
        return isFull
                && session.createNativeQuery(
                                "select not exists (select 1 from " + table(number)
                                        + " where written_at >= :olderThan)",
                                Boolean.class)
                        .setParameter("olderThan", olderThan)
                        .getSingleResult();
    }

    private static void mark(StatelessSession session, long upTo) {
        Database.inTransaction(
                session,
                same -> same.createNativeMutationQuery(
                                "update revision_counter set compacted = greatest(compacted, :upTo) where id = 1")
                        .setParameter("upTo", upTo)
                        .executeUpdate());
        LOG.info("history shortened compacted={}", upTo);
    }

    /** States of the partition that writes after it replaced, so that each of those writes can still be shown and undone. */
    private static void keepWhatWasReplacedLater(StatelessSession session, long number) {
        for (long later : attached(session)) {
            if (later > number) {
                Database.inTransaction(
                        session,
                        same -> same.createNativeMutationQuery(
                                        "insert into object_kept (revision, key, document, needed_by)"
                                                + " select p.revision, p.key, p.document, l.revision from "
                                                + table(later)
                                                + " l join " + table(number) + " p on p.revision = l.previous"
                                                + " where l.previous between :first and :last on conflict (revision) do nothing")
                                .setParameter("first", number * SIZE)
                                .setParameter("last", last(number))
                                .executeUpdate());
            }
        }
    }

    /** States whose replacing write is gone too. */
    private static void forgetKept(StatelessSession session, long compacted) {
        Database.inTransaction(
                session,
                same -> same.createNativeMutationQuery("delete from object_kept where needed_by <= :compacted")
                        .setParameter("compacted", compacted)
                        .executeUpdate());
    }

    private static void detach(StatelessSession session, long number) {
        boolean halfDone = session.createNativeQuery(
                        "select inhdetachpending from pg_inherits where inhrelid = to_regclass(:name)", Boolean.class)
                .setParameter("name", table(number))
                .getSingleResult();
        String how = halfDone ? " finalize" : " concurrently";
        session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("alter table object_log detach partition " + table(number) + how);
            }
        });
    }

    private static void drop(StatelessSession session, long number) {
        Database.inTransaction(session, same -> {
            run(same, "drop table " + table(number));
            return number;
        });
        LOG.info("log partition dropped name={}", table(number));
    }

    private static List<Long> attached(StatelessSession session) {
        return session.createNativeQuery("""
                        select cast(substring(c.relname from '[0-9]+$') as bigint) as number
                        from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = to_regclass('object_log') order by number""", Long.class).getResultList();
    }

    /** Partitions that were detached but not dropped because this process or its connection ended in between. */
    private static List<Long> detached(StatelessSession session) {
        return session.createNativeQuery("""
                        select cast(substring(c.relname from '[0-9]+$') as bigint) from pg_class c
                        where c.relkind = 'r' and c.relname ~ '^object_log_[0-9]+$'
                        and c.relnamespace = cast(current_schema() as regnamespace)
                        and not exists (select 1 from pg_inherits i where i.inhrelid = c.oid)""", Long.class).getResultList();
    }

    private static boolean lock(StatelessSession session) {
        return session.createNativeQuery("select pg_try_advisory_lock(:key)", Boolean.class)
                .setParameter("key", DROPPING)
                .getSingleResult();
    }

    private static void unlock(StatelessSession session) {
        session.createNativeQuery("select pg_advisory_unlock(:key)", Boolean.class)
                .setParameter("key", DROPPING)
                .getSingleResult();
    }

    private static boolean exists(StatelessSession session, long number) {
        return session.createNativeQuery("select to_regclass(:name) is not null", Boolean.class)
                .setParameter("name", table(number))
                .getSingleResult();
    }

    private static void run(StatelessSession session, String sql) {
        session.createNativeMutationQuery(sql).executeUpdate();
    }

    private static long counter(StatelessSession session, String column) {
        return session.createNativeQuery("select " + column + " from revision_counter where id = 1", Long.class)
                .getSingleResult();
    }

    private static String table(long number) {
        return "object_log_" + number;
    }

    private static long last(long number) {
        return (number + 1) * SIZE - 1;
    }
}
