package io.gantry.store;

import io.gantry.object.ObjectKey;
import java.util.List;

/** Writes that were to be committed together do not hold any more: others came before them. Nothing was written. */
public final class OutrunException extends RuntimeException {

    private final List<ObjectKey> keys;

    /**
     * @param keys the objects that others have written
     */
    public OutrunException(List<ObjectKey> keys) {
        super("written by others meanwhile: " + keys);
        this.keys = List.copyOf(keys);
    }

    public List<ObjectKey> keys() {
        return keys;
    }
}
