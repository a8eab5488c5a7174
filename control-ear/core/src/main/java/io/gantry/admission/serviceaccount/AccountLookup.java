package io.gantry.admission.serviceaccount;

import io.gantry.object.ApiObject;
import java.util.Optional;

/** Finds service accounts. */
@FunctionalInterface
public interface AccountLookup {

    Optional<ApiObject> find(String namespace, String name);
}
