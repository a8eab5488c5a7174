package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import java.util.function.UnaryOperator;

/** Writes as one of the cluster's own parts. */
final class NamedWriter implements ObjectWriter {

    private final Registry registry;
    private final Resources resources;
    private final WriteContext context;

    NamedWriter(Registry registry, Resources resources, String manager) {
        this.registry = registry;
        this.resources = resources;
        this.context = WriteContext.internal(manager);
    }

    @Override
    public ObjectWriter as(String manager) {
        return registry.as(manager);
    }

    @Override
    public ApiObject create(GroupResource resource, ObjectNode object) {
        ResourceDefinition definition = resources
                .find(resource)
                .orElseThrow(() -> new IllegalArgumentException("no such resource: " + resource));
        String namespace = object.path("metadata").path("namespace").asText("");
        return registry.create(definition, namespace, object, context);
    }

    @Override
    public ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return registry.update(stored(key.resource()), key, Surface.MAIN, change, context);
    }

    @Override
    public ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return registry.update(stored(key.resource()), key, Surface.STATUS, change, context);
    }

    @Override
    public ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return registry.update(stored(key.resource()), key, Surface.APPROVAL, change, context);
    }

    @Override
    public ApiObject delete(ObjectKey key, DeleteOptions options) {
        return registry.delete(stored(key.resource()), key, options, context).object();
    }

    @Override
    public ApiObject finalizeNamespace(String name) {
        ObjectKey key = ObjectKey.cluster(NamespaceLifecycle.NAMESPACES, name);
        return registry.update(
                stored(key.resource()), key, Surface.FINALIZE, NamespaceLifecycle::withoutOwnFinalizer, context);
    }

    @Override
    public ApiObject bind(ObjectKey pod, String podUid, String nodeName) {
        ObjectNode binding = Json.object().put("kind", "Binding").put("apiVersion", "v1");
        binding.putObject("metadata")
                .put("name", pod.name())
                .put("namespace", pod.namespace())
                .put("uid", podUid);
        binding.putObject("target").put("kind", "Node").put("name", nodeName);
        return registry.bind(pod, binding, context);
    }

    private ResourceDefinition stored(GroupResource storage) {
        return resources
                .storedAs(storage)
                .orElseThrow(() -> new IllegalArgumentException("no resource is stored as " + storage));
    }
}
