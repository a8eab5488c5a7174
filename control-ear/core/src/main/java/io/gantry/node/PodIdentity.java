package io.gantry.node;

import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.status.StatusException;

/** One pod and no other of the same name. */
public record PodIdentity(String namespace, String name, String uid) {

    ObjectKey key() {
        return new ObjectKey(NodeResources.PODS, namespace, name);
    }

    /** The pod itself. Throws {@link StatusException} (404) when it is not there, or another one has its name. */
    ApiObject find(ClusterView view) {
        return view.get(key())
                .filter(found -> found.uid().equals(uid))
                .orElseThrow(() -> StatusException.notFound(NodeResources.PODS, name));
    }

    boolean isBoundTo(String nodeName, ApiObject pod) {
        return pod.uid().equals(uid) && pod.nodeName().equals(nodeName);
    }
}
