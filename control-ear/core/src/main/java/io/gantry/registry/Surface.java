package io.gantry.registry;

/** Which part of an object a write may change. */
public enum Surface {
    /** Everything but status. */
    MAIN,
    STATUS,
    /** The conditions of a certificate signing request. */
    APPROVAL,
    /** {@code spec.finalizers} of a namespace. */
    FINALIZE
}
