package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All objects of one resource at one moment, with their indexes. Immutable.
 *
 * @param objects by namespace and name
 * @param byNode the bound ones by node name, namespace and name
 * @param byController by uid of the controller, empty for none, namespace and name
 */
record ResourceState(SortedTree<ApiObject> objects, SortedTree<ApiObject> byNode, SortedTree<ApiObject> byController) {

    private static final Comparator<ApiObject> BY_KEY =
            Comparator.comparing(ApiObject::namespace).thenComparing(ApiObject::name);

    static final ResourceState EMPTY = new ResourceState(
            SortedTree.empty(BY_KEY),
            SortedTree.empty(Comparator.comparing(ApiObject::nodeName).thenComparing(BY_KEY)),
            SortedTree.empty(Comparator.comparing(ApiObject::controllerUid).thenComparing(BY_KEY)));

    Optional<ApiObject> get(ObjectKey key) {
        return objects.find(object -> {
            int byNamespace = object.namespace().compareTo(key.namespace());
            return byNamespace != 0 ? byNamespace : object.name().compareTo(key.name());
        });
    }

    List<ApiObject> inNamespace(String namespace) {
        return objects.all(object -> object.namespace().compareTo(namespace));
    }

    List<ApiObject> onNode(String node) {
        return byNode.all(object -> object.nodeName().compareTo(node));
    }

    List<ApiObject> controlledBy(String uid) {
        if (uid.isEmpty()) {
            return List.of();
        }
        return byController.all(object -> object.controllerUid().compareTo(uid));
    }

    /** The objects in a namespace that no controller owns. */
    List<ApiObject> uncontrolled(String namespace) {
        return byController.all(object -> {
            int byUid = object.controllerUid().compareTo("");
            return byUid != 0 ? byUid : object.namespace().compareTo(namespace);
        });
    }

    ResourceState with(ApiObject object) {
        Optional<ApiObject> previous = get(object.key());
        SortedTree<ApiObject> bound = moved(byNode, ApiObject::nodeName, previous, object);
        return new ResourceState(
                objects.with(object),
                object.nodeName().isEmpty() ? bound : bound.with(object),
                moved(byController, ApiObject::controllerUid, previous, object).with(object));
    }

    /** An index without the previous state, unless the next one takes its very place. */
    private static SortedTree<ApiObject> moved(
            SortedTree<ApiObject> index,
            Function<ApiObject, String> value,
            Optional<ApiObject> previous,
            ApiObject next) {
        return previous.filter(before -> !value.apply(before).equals(value.apply(next)))
                .map(index::without)
                .orElse(index);
    }

    ResourceState without(ApiObject object) {
        return get(object.key())
                .map(present -> new ResourceState(
                        objects.without(present), byNode.without(present), byController.without(present)))
                .orElse(this);
    }
}
