package io.gantry.registry;

/** Which part of an object a write may change. */
public enum Surface {
    /** Everything but status. */
    MAIN(""),
    STATUS("status"),
    /** The conditions of a certificate signing request. */
    APPROVAL("approval"),
    /** {@code spec.finalizers} of a namespace. */
    FINALIZE("finalize"),
    /** {@code spec.ephemeralContainers} of a pod. */
    EPHEMERAL_CONTAINERS("ephemeralcontainers"),
    /** Requests and limits of a pod that exists. */
    RESIZE("resize"),
    /** The number of replicas, which clients change through a Scale; admission was asked about that. */
    SCALE("scale");

    private final String subresource;

    Surface(String subresource) {
        this.subresource = subresource;
    }

    /** As in paths; empty for the object itself. */
    public String subresource() {
        return subresource;
    }
}
