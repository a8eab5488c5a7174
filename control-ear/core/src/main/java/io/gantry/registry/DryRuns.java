package io.gantry.registry;

/** What becomes of writes that are to change nothing. */
enum DryRuns {
    /** They are compared with what is stored, and shown. */
    SHOWN,
    /** They go into a store that is never committed, so that writes after them see them. */
    STAGED;

    boolean areShown(WriteContext context) {
        return this == SHOWN && context.dryRun();
    }
}
