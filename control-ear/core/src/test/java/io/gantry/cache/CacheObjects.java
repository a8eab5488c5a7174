package io.gantry.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.ObjectStore;

/** Objects for the tests of the cache. */
final class CacheObjects {

    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource SECRETS = new GroupResource("", "secrets");

    private CacheObjects() {}

    static ObjectKey pod(String namespace, String name) {
        return new ObjectKey(PODS, namespace, name);
    }

    /** A pod; an empty node or owner is left out. */
    static ObjectNode podJson(ObjectKey key, String node, String owner) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata")
                .put("name", key.name())
                .put("namespace", key.namespace())
                .put("uid", "uid-" + key.name());
        if (!owner.isEmpty()) {
            metadata.putArray("ownerReferences").addObject().put("uid", owner).put("controller", true);
        }
        if (!node.isEmpty()) {
            pod.putObject("spec").put("nodeName", node);
        }
        return pod;
    }

    static void create(ObjectStore store, ObjectKey key) {
        store.create(key, podJson(key, "", ""));
    }

    static void bind(ObjectStore store, ObjectKey key, String node) {
        store.update(key, present -> {
            ObjectNode changed = present.copy();
            changed.withObject("/spec").put("nodeName", node);
            return new Decision.Write(changed);
        });
    }

    static void remove(ObjectStore store, ObjectKey key) {
        store.update(key, present -> new Decision.Remove(present.copy()));
    }
}
