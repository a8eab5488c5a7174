package io.gantry.store.postgres;

import java.util.function.LongSupplier;

/** Asks for the revision, and notices when it is lower than it was: the database was put back while this instance ran. */
final class AdvancingRevision implements LongSupplier {

    private final LongSupplier query;
    private final RestoredDatabase restored;
    private long highest;

    AdvancingRevision(LongSupplier query, RestoredDatabase restored) {
        this.query = query;
        this.restored = restored;
    }

    /** To be called by one thread at a time: of two queries at once either may see the newer revision. */
    @Override
    public long getAsLong() {
        long revision = query.getAsLong();
        if (revision < highest) {
            revision = restored.moveForwardIfRestored(highest);
        }
        highest = revision;
        return revision;
    }
}
