package io.gantry.store;

import io.gantry.object.ObjectKey;

/** An update found no object. */
public final class KeyMissingException extends RuntimeException {

    private final ObjectKey key;

    public KeyMissingException(ObjectKey key) {
        super(key.toString());
        this.key = key;
    }

    public ObjectKey key() {
        return key;
    }
}
