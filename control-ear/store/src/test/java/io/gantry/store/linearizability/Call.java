package io.gantry.store.linearizability;

/** What a client asked of one key. Every written value is written once only. */
public sealed interface Call {

    record Create(String value) implements Call {}

    /** @param expected the revision that the object must have */
    record Update(long expected, String value) implements Call {}

    /** @param expected the revision that the object must have */
    record Delete(long expected) implements Call {}

    record Read() implements Call {}
}
