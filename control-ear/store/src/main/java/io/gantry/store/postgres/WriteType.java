package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.store.StoreEvent;

/** What a row of the log stands for. */
enum WriteType {
    CREATE,
    UPDATE,
    REMOVE;

    short code() {
        return (short) (ordinal() + 1);
    }

    static WriteType of(short code) {
        return values()[code - 1];
    }

    StoreEvent event(ApiObject object, long previousRevision) {
        return switch (this) {
            case CREATE -> new StoreEvent.Created(object);
            case UPDATE -> new StoreEvent.Updated(object, previousRevision);
            case REMOVE -> new StoreEvent.Removed(object);
        };
    }
}
