package io.gantry.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to know the newest revision without asking for it (docs/adr/0016): while an instance holds the lease, no write of another is
 * committed, so the newest revision is the newest that it knows of. Only an instance that is alone gets it, and only while it is read from.
 */
final class ReadLease {

    private static final Logger LOG = LoggerFactory.getLogger(ReadLease.class);

    /** From before the lease is asked for; the database lets more pass (V7__read_lease.sql). */
    private static final long LENGTH = Duration.ofMillis(200).toNanos();

    private static final long RENEWED_BEFORE_END = LENGTH / 2;

    /** Before somebody who did not get the lease asks again. */
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private static final String HOLD = "select revision, held from hold_read_lease(?, ?)";

    private final Database database;
    private final ReachedRevision reached;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile String writer = UUID.randomUUID().toString();
    private volatile long end = System.nanoTime();
    private volatile long askAt = end;

    ReadLease(Database database, ReachedRevision reached) {
        this.database = database;
        this.reached = reached;
    }

    /** By what name this instance writes at present. */
    String writer() {
        return writer;
    }

    /** The newest revision, if it can be known without asking. */
    OptionalLong revision() {
        long now = System.nanoTime();
        if (end - now < RENEWED_BEFORE_END && askAt - now <= 0 && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("read-lease").start(this::ask);
        }
        // what is being committed may be seen by others already, and is not known here
        return end - now > 0 && commits.get() == 0 ? OptionalLong.of(reached.value()) : OptionalLong.empty();
    }

    private void ask() {
        long asked = System.nanoTime();
        try {
            if (!hold(asked, writer)) {
                askAt = asked + PAUSE;
            }
        } catch (RuntimeException e) {
            LOG.debug("event=read-lease-not-held cause=\"{}\"", e.getMessage());
            askAt = asked + PAUSE;
        } finally {
            asking.set(false);
        }
    }

    private boolean hold(long asked, String name) {
        long told = reached.value();
        return database.once(session -> session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(HOLD)) {
                statement.setString(1, database.instance());
                statement.setString(2, name);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    long revision = row.getLong(1);
                    // behind what was told, the database was put back: that is found by those who ask
                    return row.getBoolean(2) && revision >= told && begin(asked, name, revision);
                }
            }
        }));
    }

    private synchronized boolean begin(long asked, String name, long revision) {
        reached.note(revision);
        if (!name.equals(writer)) {
            return false;
        }
        end = asked + LENGTH;
        return true;
    }

    /** Ends the lease, also for what a lost connection of this instance may still commit: that is no longer its own. */
    private synchronized void lose() {
        writer = UUID.randomUUID().toString();
        end = System.nanoTime();
    }

    /** A commit of this instance from before it begins until its revision is noted. */
    final class Commit implements AutoCloseable {

        private boolean known;

        private Commit() {
            commits.incrementAndGet();
        }

        /** What became of it is known, and noted. */
        void noted() {
            known = true;
        }

        @Override
        public void close() {
            if (!known) {
                lose();
            }
            commits.decrementAndGet();
        }
    }

    Commit commit() {
        return new Commit();
    }
}
