package io.gantry.apply;

import io.gantry.managedfields.ManagerIdentity;
import io.gantry.managedfields.ManagerIdentity.Operation;

/**
 * Who writes an object, and how it gets there.
 *
 * @param manager for example {@code kubectl}
 * @param apiVersion version that the request speaks
 * @param subresource empty for the object itself
 */
public record Writer(String manager, String apiVersion, String subresource) {

    ManagerIdentity updating() {
        return new ManagerIdentity(manager, Operation.UPDATE, apiVersion, subresource);
    }

    ManagerIdentity applying() {
        return new ManagerIdentity(manager, Operation.APPLY, apiVersion, subresource);
    }
}
