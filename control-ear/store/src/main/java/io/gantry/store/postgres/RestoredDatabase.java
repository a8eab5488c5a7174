package io.gantry.store.postgres;

import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done once after a database was restored from a backup, before a control plane uses it: clients may hold revisions
 * that the backup does not know, and must not take new writes of the same numbers for the old ones.
 */
public final class RestoredDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredDatabase.class);

    /** More than any cluster writes between two backups: a day at 10,000 writes a second. */
    private static final long LEAP = 1_000_000_000;

    private final Database database;

    public RestoredDatabase(Database database) {
        this.database = database;
    }

    /**
     * Moves the revision far ahead and declares history before it as gone, so that every watch and every cache starts anew.
     *
     * @return the revision that was reached
     */
    public long moveRevisionForward() {
        long reached = database.inTransaction(RestoredDatabase::leap);
        new LogPartitions(database).createAhead();
        LOG.info("revision moved forward after a restore revision={}", reached);
        return reached;
    }

    private static long leap(StatelessSession session) {
        return session.createNativeQuery("""
                        update revision_counter set value = value + :leap, compacted = value + :leap where id = 1
                        returning value""", Long.class)
                .setParameter("leap", LEAP)
                .getSingleResult();
    }
}
