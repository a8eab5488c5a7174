package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import io.gantry.store.ObjectStore;
import java.util.Optional;
import java.util.Set;

/** Nothing is created in a namespace that is missing or going, and some namespaces never go (NamespaceLifecycle admission). */
final class NamespaceLifecycle {

    static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final ClusterView view;
    private final ObjectStore store;

    NamespaceLifecycle(ClusterView view, ObjectStore store) {
        this.view = view;
        this.store = store;
    }

    void admitCreate(ResourceDefinition definition, String namespace, String name) {
        if (!definition.namespaced()) {
            return;
        }
        ObjectKey key = ObjectKey.cluster(NAMESPACES, namespace);
        // the cache may be a moment behind a namespace that was just made
        Optional<ApiObject> found = view.get(key).or(() -> store.get(key));
        ApiObject present = found.orElseThrow(() -> StatusException.notFound(NAMESPACES, namespace));
        if (isTerminating(present)) {
            throw StatusException.forbidden(
                            definition.groupResource(),
                            name,
                            "unable to create new content in namespace " + namespace
                                    + " because it is being terminated")
                    .withCause(Json.object()
                            .put("reason", "NamespaceTerminating")
                            .put("message", "namespace " + namespace + " is being terminated")
                            .put("field", "metadata.namespace"));
        }
    }

    void admitDelete(ResourceDefinition definition, String name) {
        if (definition.storage().equals(NAMESPACES) && IMMORTAL.contains(name)) {
            throw StatusException.forbidden(NAMESPACES, name, "this namespace may not be deleted");
        }
    }

    /** A namespace whose contents are gone, so that only others may still hold it. */
    static ObjectNode withoutOwnFinalizer(ObjectNode namespace) {
        ArrayNode left = Json.MAPPER.createArrayNode();
        namespace.path("spec").path("finalizers").forEach(finalizer -> {
            if (!finalizer.asText().equals("kubernetes")) {
                left.add(finalizer);
            }
        });
        namespace.withObject("/spec").set("finalizers", left);
        return namespace;
    }

    private static boolean isTerminating(ApiObject namespace) {
        return namespace.isBeingDeleted()
                || namespace.status().path("phase").asText().equals("Terminating");
    }
}
