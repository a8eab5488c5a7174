package io.gantry.store.postgres;

import java.util.concurrent.atomic.AtomicLong;

/** The highest revision that this instance has told anybody. A database that is behind it was put back to an earlier state. */
final class ReachedRevision {

    private final AtomicLong highest = new AtomicLong();

    /** The database is behind a revision that was told: what it would number next was numbered before. */
    static final class PutBackException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private PutBackException(long present, long reached) {
            super("the database is at revision " + present + " and was at " + reached);
        }
    }

    long value() {
        return highest.get();
    }

    void note(long revision) {
        highest.accumulateAndGet(revision, Math::max);
    }

    /** @param present where the database is, behind what was told */
    PutBackException putBack(long present) {
        return new PutBackException(present, highest.get());
    }
}
