package io.gantry.node;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;

/** One change of what a node is to hold. Applying a delta twice is the same as applying it once. */
public sealed interface NodeDelta {

    ObjectKey key();

    /** The node is to hold this state of the object. */
    record Put(ApiObject object) implements NodeDelta {
        @Override
        public ObjectKey key() {
            return object.key();
        }
    }

    /** The node is to hold the object no longer. */
    record Remove(ObjectKey key) implements NodeDelta {}
}
