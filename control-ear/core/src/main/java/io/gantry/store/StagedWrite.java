package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ObjectKey;

/** A write that is committed with others or not at all (see {@link ObjectStore#commit}). */
public sealed interface StagedWrite {

    ObjectKey key();

    /** What is stored; of a removal the last state. */
    ObjectNode object();

    Origin origin();

    /** The revision that the object must have, 0 of one that must not be there. */
    default long expected() {
        return switch (this) {
            case Create create -> 0;
            case Update update -> update.present();
            case Remove remove -> remove.present();
        };
    }

    /** Of a key that is free. */
    record Create(ObjectKey key, ObjectNode object, Origin origin) implements StagedWrite {}

    /** Of an object that is at a revision. */
    record Update(ObjectKey key, ObjectNode object, long present, Origin origin) implements StagedWrite {}

    /** Of an object that is at a revision. */
    record Remove(ObjectKey key, ObjectNode object, long present, Origin origin) implements StagedWrite {}
}
