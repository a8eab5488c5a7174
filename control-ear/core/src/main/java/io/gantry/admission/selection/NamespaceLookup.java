package io.gantry.admission.selection;

import io.gantry.admission.AdmissionRequest;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.Optional;

/**
 * Finds the namespace of a request. A namespace that the view does not show yet may have been made a moment ago, by another instance or
 * in the same transaction: before it counts as missing, the write itself is asked. Otherwise what holds for the namespace would be passed
 * by.
 *
 * @param view asked first, and mostly last
 */
public record NamespaceLookup(ClusterView view) {

    public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    /** Empty when there is no such namespace. */
    public Optional<ApiObject> find(AdmissionRequest request) {
        String name = request.namespace();
        return view.get(ObjectKey.cluster(NAMESPACES, name))
                .or(() -> request.circumstances().namespaces().apply(name));
    }
}
