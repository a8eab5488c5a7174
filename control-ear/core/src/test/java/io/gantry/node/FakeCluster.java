package io.gantry.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A cluster in memory: what is written is seen at once. Graceful deletion waits for a deletion with grace period 0, as the
 * registry's does.
 */
public final class FakeCluster implements ClusterView, ObjectWriter {

    private final Map<ObjectKey, ApiObject> objects = new ConcurrentSkipListMap<>();
    private final List<Consumer<CacheEvent>> listeners = new ArrayList<>();
    private long revision = 100;
    private int writes;

    /** Calls the listener with every change, on the writer's thread. */
    public synchronized void onEvent(Consumer<CacheEvent> listener) {
        listeners.add(listener);
    }

    /** Puts an object given as JSON, as another writer would. */
    public synchronized CacheEvent put(GroupResource resource, String json) {
        return store(resource, Json.read(json));
    }

    /** Removes an object at once. */
    public synchronized CacheEvent remove(ObjectKey key) {
        CacheEvent event = new CacheEvent.Deleted(objects.remove(key));
        listeners.forEach(listener -> listener.accept(event));
        return event;
    }

    /** How many writes changed something. */
    public synchronized int writes() {
        return writes;
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public List<ApiObject> list(GroupResource resource) {
        return select(object -> object.key().resource().equals(resource));
    }

    @Override
    public List<ApiObject> list(GroupResource resource, String namespace) {
        return select(object ->
                object.key().resource().equals(resource) && object.namespace().equals(namespace));
    }

    @Override
    public List<ApiObject> podsOnNode(String nodeName) {
        return select(object -> object.key().resource().equals(NodeResources.PODS)
                && object.spec().path("nodeName").asText("").equals(nodeName));
    }

    @Override
    public List<ApiObject> controlledBy(GroupResource resource, String ownerUid) {
        return select(object -> object.key().resource().equals(resource)
                && object.controllerReference()
                        .filter(owner -> owner.path("uid").asText().equals(ownerUid))
                        .isPresent());
    }

    @Override
    public List<ApiObject> dependents(String ownerUid) {
        return select(object -> object.metadata()
                .path("ownerReferences")
                .findValuesAsText("uid")
                .contains(ownerUid));
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    private List<ApiObject> select(Predicate<ApiObject> wanted) {
        return objects.values().stream().filter(wanted).toList();
    }

    @Override
    public ObjectWriter as(String manager) {
        return this;
    }

    @Override
    public synchronized ApiObject create(GroupResource resource, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        ObjectKey key = new ObjectKey(
                resource, object.path("metadata").path("namespace").asText(""), name);
        if (objects.containsKey(key)) {
            throw StatusException.alreadyExists(resource, name);
        }
        ObjectNode stored = object.deepCopy();
        ObjectNode metadata = stored.withObject("/metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-of-" + name);
        }
        writes++;
        return store(resource, stored).object();
    }

    @Override
    public synchronized ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        ApiObject present = present(key);
        ObjectNode wanted = change.apply(present.copy());
        if (present.json().has("status")) {
            wanted.set("status", present.json().get("status"));
        }
        return storeIfChanged(present, wanted);
    }

    @Override
    public synchronized ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        ApiObject present = present(key);
        ObjectNode wanted = present.copy();
        wanted.set("status", change.apply(present.copy()).path("status"));
        return storeIfChanged(present, wanted);
    }

    @Override
    public synchronized ApiObject delete(ObjectKey key, DeleteOptions options) {
        ApiObject present = present(key);
        if (options.uid().filter(uid -> !uid.equals(present.uid())).isPresent()) {
            throw StatusException.conflict(key.resource(), key.name(), "the UID in the precondition does not match");
        }
        writes++;
        return remove(key).object();
    }

    @Override
    public synchronized ApiObject bind(ObjectKey pod, String podUid, String nodeName) {
        ApiObject present = present(pod);
        if (present.spec().hasNonNull("nodeName") || !present.uid().equals(podUid)) {
            throw StatusException.conflict(pod.resource(), pod.name(), "pod is already assigned to a node");
        }
        ObjectNode bound = present.copy();
        bound.withObject("/spec").put("nodeName", nodeName);
        return storeIfChanged(present, bound);
    }

    @Override
    public ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized ApiObject finalizeNamespace(String name) {
        writes++;
        return remove(ObjectKey.cluster(new GroupResource("", "namespaces"), name))
                .object();
    }

    private ApiObject present(ObjectKey key) {
        return get(key).orElseThrow(() -> StatusException.notFound(key.resource(), key.name()));
    }

    private ApiObject storeIfChanged(ApiObject present, ObjectNode wanted) {
        if (present.json().equals(wanted)) {
            return present;
        }
        writes++;
        return store(present.key().resource(), wanted).object();
    }

    private CacheEvent store(GroupResource resource, ObjectNode object) {
        object.putIfAbsent("kind", object.textNode(resource.resource()));
        object.putIfAbsent("apiVersion", object.textNode("v1"));
        ObjectKey key = new ObjectKey(
                resource,
                object.path("metadata").path("namespace").asText(""),
                object.path("metadata").path("name").asText());
        ApiObject stored = ApiObject.of(key, ++revision, ApiObject.document(object));
        ApiObject before = objects.put(key, stored);
        CacheEvent event = before == null ? new CacheEvent.Added(stored) : new CacheEvent.Modified(stored, before);
        listeners.forEach(listener -> listener.accept(event));
        return event;
    }
}
