package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import io.gantry.store.Origin;
import io.gantry.store.StoreEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its group.
 *
 * @param expected revision that the object must have; 0 of a create
 * @param uid of the object
 * @param origin who asked for it
 * @param deadline of {@link System#nanoTime}, after which nobody waits any more
 * @param result completed with the written object, or empty when the write was refused
 */
record PendingWrite(
        WriteType type,
        StoredDocument document,
        long expected,
        String uid,
        Origin origin,
        long deadline,
        CompletableFuture<Optional<ApiObject>> result) {

    ObjectKey key() {
        return document.key();
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    StoreEvent event(ApiObject written) {
        return type.event(written, expected);
    }
}
