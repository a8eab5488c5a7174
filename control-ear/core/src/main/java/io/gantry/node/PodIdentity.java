package io.gantry.node;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;

/** One pod and no other of the same name. */
public record PodIdentity(String namespace, String name, String uid) {

    ObjectKey key() {
        return new ObjectKey(NodeResources.PODS, namespace, name);
    }

    boolean isBoundTo(String nodeName, ApiObject pod) {
        return pod.uid().equals(uid) && pod.spec().path("nodeName").asText("").equals(nodeName);
    }
}
