package io.gantry.admission;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a plugin made of an object.
 *
 * @param byUsers whether the object was changed in a way that users thought of: its schema and defaults must then be looked at again
 * @param again asked once more after all plugins ({@code reinvocationPolicy: IfNeeded}); it does nothing when the object has not
 *     changed since, and answers whether it changed the object
 */
public record Mutation(boolean byUsers, Optional<Predicate<AdmissionRequest>> again) {

    /** A change that the plugin itself vouches for, if any. */
    public static final Mutation OWN = new Mutation(false, Optional.empty());
}
