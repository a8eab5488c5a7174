package io.gantry.store;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;

/** One committed write. */
public sealed interface StoreEvent {

    ApiObject object();

    default ObjectKey key() {
        return object().key();
    }

    default long revision() {
        return object().revision();
    }

    record Created(ApiObject object) implements StoreEvent {}

    /** {@code previousRevision} is the revision of the state that this one replaced: the object's history is a chain. */
    record Updated(ApiObject object, long previousRevision) implements StoreEvent {}

    /** The object is gone; {@code object} is its last state at the revision of the removal. */
    record Removed(ApiObject object) implements StoreEvent {}
}
