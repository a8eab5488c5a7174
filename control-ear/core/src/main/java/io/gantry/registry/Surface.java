package io.gantry.registry;

/** Which part of an object a write may change. */
public enum Surface {
    /** Everything but status. */
    MAIN,
    STATUS,
    /** {@code spec.finalizers} of a namespace. */
    FINALIZE
}
