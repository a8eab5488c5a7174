package io.gantry.controller.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.storage.StorageNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A view of objects that a test puts there. */
public final class FakeClusterView implements ClusterView {

    private static final Map<String, GroupResource> RESOURCES = Map.ofEntries(
            Map.entry("Pod", ResourceNames.PODS),
            Map.entry("Node", ResourceNames.NODES),
            Map.entry("Namespace", ResourceNames.NAMESPACES),
            Map.entry("Service", ResourceNames.SERVICES),
            Map.entry("Endpoints", ResourceNames.ENDPOINTS),
            Map.entry("Event", ResourceNames.EVENTS),
            Map.entry("ServiceAccount", ResourceNames.SERVICE_ACCOUNTS),
            Map.entry("ConfigMap", ResourceNames.CONFIG_MAPS),
            Map.entry("ReplicationController", ResourceNames.REPLICATION_CONTROLLERS),
            Map.entry("ReplicaSet", ResourceNames.REPLICA_SETS),
            Map.entry("Deployment", ResourceNames.DEPLOYMENTS),
            Map.entry("EndpointSlice", ResourceNames.ENDPOINT_SLICES),
            Map.entry("PersistentVolume", StorageNames.VOLUMES),
            Map.entry("PersistentVolumeClaim", StorageNames.CLAIMS),
            Map.entry("StorageClass", StorageNames.CLASSES),
            Map.entry("Lease", ResourceNames.LEASES));

    private final TreeMap<ObjectKey, ApiObject> objects = new TreeMap<>();
    private long revision;

    /** Puts an object at the next revision; uid and creation time are made up when absent. */
    public synchronized ApiObject put(ObjectNode tree) {
        return put(tree, revision + 1);
    }

    public synchronized ApiObject put(ObjectNode tree, long atRevision) {
        ObjectKey key = key(tree);
        ObjectNode metadata = tree.withObject("/metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-" + key.name());
        }
        if (!metadata.has("creationTimestamp")) {
            metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
        }
        ApiObject object = ApiObject.of(key, atRevision, ApiObject.document(tree));
        put(object);
        return object;
    }

    public synchronized void put(ApiObject object) {
        objects.put(object.key(), object);
        revision = Math.max(revision, object.revision());
    }

    public synchronized void remove(ObjectKey key, long atRevision) {
        objects.remove(key);
        revision = Math.max(revision, atRevision);
    }

    public synchronized void remove(ObjectKey key) {
        remove(key, revision + 1);
    }

    public static ObjectKey key(ObjectNode tree) {
        return new ObjectKey(
                RESOURCES.get(tree.path("kind").asText()),
                tree.path("metadata").path("namespace").asText(""),
                tree.path("metadata").path("name").asText());
    }

    @Override
    public synchronized Optional<ApiObject> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public List<ApiObject> list(GroupResource resource) {
        return where(object -> object.key().resource().equals(resource));
    }

    @Override
    public List<ApiObject> list(GroupResource resource, String namespace) {
        return where(object ->
                object.key().resource().equals(resource) && object.namespace().equals(namespace));
    }

    @Override
    public List<ApiObject> podsOnNode(String nodeName) {
        return where(object -> object.key().resource().equals(ResourceNames.PODS)
                && object.spec().path("nodeName").asText().equals(nodeName));
    }

    @Override
    public List<ApiObject> controlledBy(GroupResource resource, String ownerUid) {
        return where(object -> object.key().resource().equals(resource)
                && object.controllerReference()
                        .filter(owner -> owner.path("uid").asText().equals(ownerUid))
                        .isPresent());
    }

    @Override
    public List<ApiObject> uncontrolled(GroupResource resource, String namespace) {
        return where(object -> object.key().resource().equals(resource)
                && object.namespace().equals(namespace)
                && object.controllerReference().isEmpty());
    }

    @Override
    public List<ApiObject> dependents(String ownerUid) {
        return where(object -> {
            for (JsonNode owner : object.metadata().path("ownerReferences")) {
                if (owner.path("uid").asText().equals(ownerUid)) {
                    return true;
                }
            }
            return false;
        });
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    private synchronized List<ApiObject> where(Predicate<ApiObject> condition) {
        return objects.values().stream().filter(condition).toList();
    }
}
