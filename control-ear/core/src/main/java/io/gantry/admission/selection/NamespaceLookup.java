package io.gantry.admission.selection;

import io.gantry.cache.ClusterView;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.Optional;

/**
 * Finds the namespace of a request. A namespace that the view does not show yet may have been made a moment ago, by another instance:
 * before it counts as missing, the view is given the time to become as new as the request. Otherwise what holds for the namespace would be
 * passed by.
 *
 * @param view asked first, and mostly last
 * @param becomeCurrent waits until the view shows all that is committed
 */
public record NamespaceLookup(ClusterView view, Runnable becomeCurrent) {

    public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    public static NamespaceLookup in(WatchCache cache) {
        return new NamespaceLookup(cache, cache::awaitCurrent);
    }

    /** Empty when there is no such namespace. */
    public Optional<ApiObject> find(String name) {
        ObjectKey key = ObjectKey.cluster(NAMESPACES, name);
        Optional<ApiObject> found = view.get(key);
        if (found.isEmpty()) {
            becomeCurrent.run();
            found = view.get(key);
        }
        return found;
    }
}
