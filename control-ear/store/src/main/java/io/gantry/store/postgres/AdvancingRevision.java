package io.gantry.store.postgres;

import java.util.function.LongSupplier;

/** Asks for the revision, and notices when it is lower than one that was told: the database was put back while this instance ran. */
final class AdvancingRevision implements LongSupplier {

    private final LongSupplier query;
    private final RestoredDatabase restored;
    private final ReachedRevision reached;

    AdvancingRevision(LongSupplier query, RestoredDatabase restored, ReachedRevision reached) {
        this.query = query;
        this.restored = restored;
        this.reached = reached;
    }

    @Override
    public long getAsLong() {
        long before = reached.value(); // what is told while the query runs may be newer than its answer
        long revision = query.getAsLong();
        if (revision < before) {
            revision = restored.moveForwardIfRestored(before);
        }
        reached.note(revision);
        return revision;
    }
}
