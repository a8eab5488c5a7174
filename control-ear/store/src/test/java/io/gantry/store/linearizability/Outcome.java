package io.gantry.store.linearizability;

/** What a client was told. */
public sealed interface Outcome {

    /** The write was done, at this revision. */
    record Wrote(long revision) implements Outcome {}

    /** A read found this. */
    record Found(long revision, String value) implements Outcome {}

    /** There is no such object. */
    record Absent() implements Outcome {}

    /** There is one already, or it is not at the expected revision. */
    record Conflict() implements Outcome {}

    /** No answer: a write may have been done, may be done later, or never. */
    record Unknown() implements Outcome {}
}
