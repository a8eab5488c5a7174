package io.gantry.server.wiring;

import io.gantry.store.ObjectStore;
import java.util.Optional;

/** Asks the database for the newest revision. */
record StoreProbe(ObjectStore store) {

    Optional<String> failure() {
        try {
            store.revision();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
