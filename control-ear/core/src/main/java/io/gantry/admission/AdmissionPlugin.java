package io.gantry.admission;

/**
 * A say in every write, of clients and of the cluster's own parts: upstream's admission plugins. Refuses with a {@link
 * io.gantry.status.StatusException}. Must be quick for requests that do not concern it.
 */
public interface AdmissionPlugin {

    /** Changes the object that is to be written, before defaults and validation. Must be idempotent: it may run again. */
    default void mutate(AdmissionRequest request) {}

    /**
     * Changes the object as {@link #mutate} does, and tells what became of it. Plugins in whose place users speak (webhooks, policies)
     * implement this instead.
     */
    default Mutation mutateAsToldByUsers(AdmissionRequest request) {
        mutate(request);
        return Mutation.OWN;
    }

    /** Whether users may change requests through this plugin now. */
    default boolean asksUsers() {
        return false;
    }

    /** Judges the object as it will be stored, or the object that is to be deleted. */
    default void validate(AdmissionRequest request) {}
}
