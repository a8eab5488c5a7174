package io.gantry.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.store.RevisionCompactedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All objects of one resource, its indexes, its recent events and its watchers. Guarded by the lock of {@link WatchCache}. */
final class ResourceCache {

    private final GroupResource resource;
    private final int ringSize;
    private final NavigableMap<ObjectKey, ApiObject> objects = new TreeMap<>();
    private final Map<String, NavigableMap<ObjectKey, ApiObject>> byNode = new HashMap<>();
    private final Map<String, NavigableMap<ObjectKey, ApiObject>> byController = new HashMap<>();
    private final Map<String, NavigableMap<ObjectKey, ApiObject>> byOwner = new HashMap<>();
    private final Map<String, NavigableMap<ObjectKey, ApiObject>> uncontrolled = new HashMap<>();
    private final Deque<CacheEvent> ring = new ArrayDeque<>();
    private final List<QueueSubscription> subscriptions = new ArrayList<>();
    private long ringStart;

    /**
     * An empty cache.
     *
     * @param ringStart revision after which the ring holds every event
     */
    ResourceCache(GroupResource resource, int ringSize, long ringStart) {
        this.resource = resource;
        this.ringSize = ringSize;
        this.ringStart = ringStart;
    }

    Optional<ApiObject> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    List<ApiObject> list(Optional<String> namespace) {
        return List.copyOf(namespace.isEmpty() ? objects.values() : inNamespace(namespace.get()));
    }

    private Collection<ApiObject> inNamespace(String namespace) {
        ObjectKey from = new ObjectKey(resource, namespace, "");
        ObjectKey to = new ObjectKey(resource, namespace + "\0", "");
        return objects.subMap(from, true, to, false).values();
    }

    List<ApiObject> onNode(String node) {
        return indexed(byNode, node);
    }

    List<ApiObject> controlledBy(String uid) {
        return indexed(byController, uid);
    }

    /** The objects that name the uid among their owners. */
    List<ApiObject> ownedBy(String uid) {
        return indexed(byOwner, uid);
    }

    /** The objects in a namespace that have no controller. */
    List<ApiObject> uncontrolled(String namespace) {
        return indexed(uncontrolled, namespace);
    }

    private static List<ApiObject> indexed(Map<String, NavigableMap<ObjectKey, ApiObject>> index, String value) {
        NavigableMap<ObjectKey, ApiObject> found = index.get(value);
        return found == null ? List.of() : List.copyOf(found.values());
    }

    /** Puts an object that was there at the start. */
    void load(ApiObject object) {
        objects.put(object.key(), object);
        index(object);
    }

    CacheEvent put(ApiObject object) {
        ApiObject previous = objects.put(object.key(), object);
        if (previous != null) {
            unindex(previous);
        }
        index(object);
        return previous == null ? new CacheEvent.Added(object) : new CacheEvent.Modified(object, previous);
    }

    CacheEvent remove(ApiObject last) {
        ApiObject previous = objects.remove(last.key());
        if (previous != null) {
            unindex(previous);
        }
        return new CacheEvent.Deleted(last);
    }

    void publish(CacheEvent event) {
        ring.addLast(event);
        if (ring.size() > ringSize) {
            ringStart = ring.removeFirst().object().revision();
        }
        subscriptions.removeIf(subscription -> !subscription.offer(event));
    }

    /** Registers a subscription, with the events after the revision already queued. */
    void subscribe(QueueSubscription subscription, long afterRevision) {
        if (afterRevision < ringStart) {
            throw new RevisionCompactedException(afterRevision, ringStart);
        }
        for (CacheEvent event : ring) {
            if (event.object().revision() > afterRevision && !subscription.offer(event)) {
                return;
            }
        }
        subscriptions.add(subscription);
    }

    void unsubscribe(QueueSubscription subscription) {
        subscriptions.remove(subscription);
    }

    void endAll() {
        subscriptions.forEach(QueueSubscription::end);
        subscriptions.clear();
    }

    private void index(ApiObject object) {
        String node = node(object);
        if (!node.isEmpty()) {
            putInto(byNode, node, object);
        }
        object.controllerReference()
                .ifPresentOrElse(
                        owner -> putInto(byController, owner.path("uid").asText(), object),
                        () -> putInto(uncontrolled, object.namespace(), object));
        for (JsonNode owner : object.metadata().path("ownerReferences")) {
            putInto(byOwner, owner.path("uid").asText(), object);
        }
    }

    private void unindex(ApiObject object) {
        removeFrom(byNode, node(object), object.key());
        object.controllerReference()
                .ifPresentOrElse(
                        owner -> removeFrom(byController, owner.path("uid").asText(), object.key()),
                        () -> removeFrom(uncontrolled, object.namespace(), object.key()));
        for (JsonNode owner : object.metadata().path("ownerReferences")) {
            removeFrom(byOwner, owner.path("uid").asText(), object.key());
        }
    }

    private static void putInto(Map<String, NavigableMap<ObjectKey, ApiObject>> index, String value, ApiObject object) {
        index.computeIfAbsent(value, name -> new TreeMap<>()).put(object.key(), object);
    }

    private static void removeFrom(Map<String, NavigableMap<ObjectKey, ApiObject>> index, String value, ObjectKey key) {
        NavigableMap<ObjectKey, ApiObject> found = index.get(value);
        if (found != null) {
            found.remove(key);
            if (found.isEmpty()) {
                index.remove(value);
            }
        }
    }

    private String node(ApiObject object) {
        return resource.resource().equals("pods") && resource.group().isEmpty()
                ? object.spec().path("nodeName").asText("")
                : "";
    }
}
