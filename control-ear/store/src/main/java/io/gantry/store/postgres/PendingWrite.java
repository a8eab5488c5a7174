package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its group.
 *
 * @param expected revision that the object must have; 0 of a create
 * @param result completed with the written object, or empty when the write was refused
 */
record PendingWrite(
        ObjectKey key,
        WriteType type,
        long expected,
        String uid,
        byte[] document,
        CompletableFuture<Optional<ApiObject>> result) {}
