package io.gantry.store;

import io.gantry.object.ObjectKey;

/** A create found its key taken. */
public final class KeyExistsException extends RuntimeException {

    private final ObjectKey key;

    public KeyExistsException(ObjectKey key) {
        super(key.toString());
        this.key = key;
    }

    public ObjectKey key() {
        return key;
    }
}
