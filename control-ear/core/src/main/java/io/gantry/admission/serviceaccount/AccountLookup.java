package io.gantry.admission.serviceaccount;

import io.gantry.admission.AdmissionRequest;
import io.gantry.object.ApiObject;
import java.util.Optional;

/** Finds service accounts of a request's namespace. */
@FunctionalInterface
public interface AccountLookup {

    Optional<ApiObject> find(AdmissionRequest request, String name);
}
