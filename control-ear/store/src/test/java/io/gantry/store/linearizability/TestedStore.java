package io.gantry.store.linearizability;

import java.util.Map;
import java.util.Optional;

/** A store as a client reaches it, through whatever lies between. */
public interface TestedStore {

    /** What came of a call; nothing when it has certainly not been carried out, and will not be. */
    Optional<Outcome> call(String name, Call call);

    /** Everything whose name begins with the prefix, read at one moment; nothing when there was no answer. */
    Optional<Map<String, Outcome.Found>> list(String prefix);
}
