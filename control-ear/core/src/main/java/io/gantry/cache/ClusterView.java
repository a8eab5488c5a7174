package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads of the cluster's present state from memory, without waiting. Each answer is consistent in itself; two calls may see
 * different revisions.
 */
public interface ClusterView {

    Optional<ApiObject> get(ObjectKey key);

    /** All objects of a resource, in the order of namespace and name. */
    List<ApiObject> list(GroupResource resource);

    /** All objects of a resource in one namespace, in the order of names. */
    List<ApiObject> list(GroupResource resource, String namespace);

    /** The pods bound to a node, in the order of namespace and name. */
    List<ApiObject> podsOnNode(String nodeName);

    /** The objects of a resource whose controller owner reference has this uid. */
    List<ApiObject> controlledBy(GroupResource resource, String ownerUid);

    /** The objects of a resource in one namespace that no controller owns. */
    default List<ApiObject> uncontrolled(GroupResource resource, String namespace) {
        return list(resource, namespace).stream()
                .filter(object -> object.controllerUid().isEmpty())
                .toList();
    }

    /** The objects of a resource in one namespace that carry all these labels, in the order of names. */
    default List<ApiObject> labeled(GroupResource resource, String namespace, Map<String, String> labels) {
        return list(resource, namespace).stream()
                .filter(object -> object.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** The objects of all resources that name this uid among their owners. */
    List<ApiObject> dependents(String ownerUid);

    /** The revision up to which this view is complete. */
    long revision();
}
