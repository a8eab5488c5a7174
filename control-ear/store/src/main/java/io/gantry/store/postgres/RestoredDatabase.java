package io.gantry.store.postgres;

import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the database was put back to an earlier state (restored from a backup, or a standby took over that had not all of it)
 * before new writes get numbers that clients hold for others.
 *
 * <p>Two things tell: the database knows where it lived when it was last looked at, and no longer lives there (another PostgreSQL system,
 * another timeline, another database, the tables made anew by a restored dump); or somebody has seen a revision that it does not have,
 * which is what shows that files were copied back.
 */
public final class RestoredDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredDatabase.class);

    /** More than any cluster writes between two backups: a day at 10,000 writes a second. */
    private static final long LEAP = 1_000_000_000;

    private static final String HOME = """
            select concat_ws('/', s.system_identifier, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), d.oid,
                cast(to_regclass('revision_counter') as oid))
            from pg_control_system() s, pg_database d where d.datname = current_database()""";

    /** What the counter's row says, locked. */
    private record Counter(long value, String home) {}

    private final Database database;

    public RestoredDatabase(Database database) {
        this.database = database;
    }

    /**
     * Moves the revision far ahead when the database was put back, and declares history before it as gone, so that every watch and every
     * cache starts anew. A move without need costs no more than that.
     *
     * @param witnessed the highest revision that the caller knows to have been reached, 0 when it knows none
     * @return the revision that the database is at
     */
    public long moveForwardIfRestored(long witnessed) {
        long before = database.read(session -> counter(session, "").value());
        long reached = database.inTransaction(session -> moveForwardIfRestored(session, witnessed));
        if (reached >= before + LEAP) {
            new LogPartitions(database).createAhead();
            LOG.warn(
                    "the database was restored: revision moved forward from={} witnessed={} revision={}",
                    before,
                    witnessed,
                    reached);
        }
        return reached;
    }

    private static long moveForwardIfRestored(StatelessSession session, long witnessed) {
        String home = session.createNativeQuery(HOME, String.class).getSingleResult();
        Counter counter = counter(session, " for update");
        boolean moved = !counter.home().isEmpty() && !counter.home().equals(home);
        if (moved || counter.value() < witnessed) {
            return write(session, Math.max(counter.value(), witnessed) + LEAP, home);
        }
        if (counter.home().isEmpty()) {
            remember(session, home);
        }
        return counter.value();
    }

    private static Counter counter(StatelessSession session, String lock) {
        Object[] row = session.createNativeQuery(
                        "select value, home from revision_counter where id = 1" + lock, Object[].class)
                .getSingleResult();
        return new Counter(((Number) row[0]).longValue(), (String) row[1]);
    }

    private static long write(StatelessSession session, long revision, String home) {
        session.createNativeMutationQuery(
                        "update revision_counter set value = :revision, compacted = :revision, home = :home, reader = '' where id = 1")
                .setParameter("revision", revision)
                .setParameter("home", home)
                .executeUpdate();
        return revision;
    }

    private static void remember(StatelessSession session, String home) {
        session.createNativeMutationQuery("update revision_counter set home = :home where id = 1")
                .setParameter("home", home)
                .executeUpdate();
    }
}
