package io.gantry.admission.selection;

import io.gantry.admission.AdmissionRequest;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.Optional;

/** Finds the namespace of a request. */
public record NamespaceLookup(ClusterView view) {

    public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    /** Empty when there is no such namespace. */
    public Optional<ApiObject> find(AdmissionRequest request) {
        return request.find(view, ObjectKey.cluster(NAMESPACES, request.namespace()));
    }
}
