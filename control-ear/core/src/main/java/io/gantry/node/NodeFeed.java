package io.gantry.node;

import static io.gantry.node.NodeResources.CERTIFICATE_REQUESTS;
import static io.gantry.node.NodeResources.CLAIMS;
import static io.gantry.node.NodeResources.ENDPOINT_SLICES;
import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;
import static io.gantry.node.NodeResources.SERVICES;
import static io.gantry.node.NodeResources.TRUST_BUNDLES;
import static io.gantry.node.NodeResources.VOLUMES;
import static io.gantry.node.PodReferences.ALL_TRUST_BUNDLES;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.storage.NodeLocal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what one node is to hold: the pods bound to it, the config maps, secrets, claims with their volumes, runtime classes and trust bundles that these use, all services and
 * endpoint slices, its requests for certificates of pods, volumes whose directory it is to remove, its own Node, and of the other Nodes what it takes to reach their pods. Costs O(what changed) for each event. What a pod uses always comes before the pod. Not thread-safe.
 */
public final class NodeFeed {

    private final String nodeName;
    /** Of pods, and of claims, which name a volume. */
    private final Map<ObjectKey, Set<ObjectKey>> referencesOf = new HashMap<>();

    private final Map<ObjectKey, Integer> users = new HashMap<>();
    /** The trust bundles that the node holds: all, while a pod of it is shown some. */
    private final Set<ObjectKey> trustBundles = new HashSet<>();

    public NodeFeed(String nodeName) {
        this.nodeName = nodeName;
    }

    /** Everything the node is to hold now; forgets what came before. */
    public List<NodeDelta> snapshot(ClusterView view) {
        referencesOf.clear();
        users.clear();
        trustBundles.clear();
        List<NodeDelta> deltas = new ArrayList<>();
        view.list(NODES).forEach(node -> deltas.add(new NodeDelta.Put(visible(node))));
        view.list(SERVICES).forEach(service -> deltas.add(new NodeDelta.Put(service)));
        view.list(ENDPOINT_SLICES).forEach(slice -> deltas.add(new NodeDelta.Put(slice)));
        view.podsOnNode(nodeName).forEach(pod -> put(pod, view, deltas));
        view.list(VOLUMES).stream()
                .filter(this::isToBeRemovedHere)
                .forEach(volume -> deltas.add(new NodeDelta.Put(volume)));
        view.list(CERTIFICATE_REQUESTS).stream()
                .filter(this::isMine)
                .forEach(request -> deltas.add(new NodeDelta.Put(request)));
        return deltas;
    }

    /**
     * What an event changes for this node; empty for most.
     *
     * @param view where objects that a new pod uses are looked up; it must have seen the event
     */
    public List<NodeDelta> apply(CacheEvent event, ClusterView view) {
        ApiObject object = event.object();
        GroupResource resource = object.key().resource();
        if (resource.equals(PODS)) {
            return isMine(object) ? applyHeld(event, view) : List.of();
        }
        if (resource.equals(NODES)) {
            return isSelf(object) || NodePeer.isNews(event) ? List.of(delta(event)) : List.of();
        }
        if (resource.equals(CERTIFICATE_REQUESTS)) {
            return isMine(object) ? List.of(delta(event)) : List.of();
        }
        if (resource.equals(TRUST_BUNDLES)) {
            return users.containsKey(ALL_TRUST_BUNDLES) ? List.of(trustBundle(event)) : List.of();
        }
        if (holds(object.key())) {
            return applyHeld(event, view);
        }
        boolean removal = resource.equals(VOLUMES)
                && (event instanceof CacheEvent.Deleted ? isHere(object) : isToBeRemovedHere(object));
        return removal ? List.of(delta(event)) : List.of();
    }

    /** Whether the node has a volume's directory. */
    private boolean isHere(ApiObject volume) {
        return NodeLocal.nodeOf(volume).filter(nodeName::equals).isPresent();
    }

    /** Whether the node is to remove a volume's directory. No pod uses it any more, but the node must know. */
    private boolean isToBeRemovedHere(ApiObject volume) {
        return NodeLocal.isToBeRemoved(volume) && isHere(volume);
    }

    private boolean isSelf(ApiObject node) {
        return node.name().equals(nodeName);
    }

    /** A node knows itself whole. */
    private ApiObject visible(ApiObject object) {
        return object.key().resource().equals(NODES) && !isSelf(object) ? NodePeer.of(object) : object;
    }

    /** Whether the node is to hold a pod, or an object other than a pod. */
    public boolean holds(ObjectKey key) {
        GroupResource resource = key.resource();
        if (resource.equals(SERVICES) || resource.equals(ENDPOINT_SLICES) || resource.equals(NODES)) {
            return true;
        }
        return users.containsKey(key) || referencesOf.containsKey(key) || trustBundles.contains(key);
    }

    /** What pods of this node use, whether it exists or not. */
    public Set<ObjectKey> references() {
        return users.keySet();
    }

    /** What one pod or claim of them uses, directly or through another. */
    Set<ObjectKey> references(ObjectKey user) {
        Set<ObjectKey> result = new HashSet<>();
        for (ObjectKey key : referencesOf.getOrDefault(user, Set.of())) {
            result.add(key);
            result.addAll(references(key));
        }
        return result;
    }

    /** Of a pod, or a request for a certificate of one: both are indexed by the node that they name. */
    private boolean isMine(ApiObject object) {
        return object.indexedValue().equals(nodeName);
    }

    private List<NodeDelta> applyHeld(CacheEvent event, ClusterView view) {
        List<NodeDelta> deltas = new ArrayList<>();
        switch (event) {
            case CacheEvent.Added(ApiObject object) -> put(object, view, deltas);
            case CacheEvent.Modified(ApiObject object, ApiObject _) -> put(object, view, deltas);
            case CacheEvent.Deleted(ApiObject object) -> remove(object.key(), deltas);
        }
        return deltas;
    }

    private void put(ApiObject object, ClusterView view, List<NodeDelta> deltas) {
        Set<ObjectKey> wanted = referencesIn(object);
        Set<ObjectKey> before = referencesOf.getOrDefault(object.key(), Set.of());
        if (!wanted.isEmpty() || object.key().resource().equals(PODS)) {
            referencesOf.put(object.key(), wanted);
        } else {
            referencesOf.remove(object.key());
        }
        for (ObjectKey key : wanted) {
            if (!before.contains(key) && users.merge(key, 1, Integer::sum) == 1) {
                bring(key, view, deltas);
            }
        }
        deltas.add(new NodeDelta.Put(object));
        before.stream().filter(key -> !wanted.contains(key)).forEach(key -> release(key, deltas));
    }

    private void bring(ObjectKey key, ClusterView view, List<NodeDelta> deltas) {
        if (!key.equals(ALL_TRUST_BUNDLES)) {
            view.get(key).ifPresent(used -> put(used, view, deltas));
            return;
        }
        for (ApiObject bundle : view.list(TRUST_BUNDLES)) {
            trustBundles.add(bundle.key());
            deltas.add(new NodeDelta.Put(bundle));
        }
    }

    private NodeDelta trustBundle(CacheEvent event) {
        ObjectKey key = event.object().key();
        if (event instanceof CacheEvent.Deleted) {
            trustBundles.remove(key);
        } else {
            trustBundles.add(key);
        }
        return delta(event);
    }

    private static Set<ObjectKey> referencesIn(ApiObject object) {
        GroupResource resource = object.key().resource();
        if (resource.equals(PODS)) {
            return PodReferences.of(object);
        }
        String volume = object.spec().path("volumeName").asText("");
        return resource.equals(CLAIMS) && !volume.isEmpty() ? Set.of(ObjectKey.cluster(VOLUMES, volume)) : Set.of();
    }

    private void remove(ObjectKey key, List<NodeDelta> deltas) {
        if (key.equals(ALL_TRUST_BUNDLES)) {
            trustBundles.forEach(bundle -> deltas.add(new NodeDelta.Remove(bundle)));
            trustBundles.clear();
            return;
        }
        deltas.add(new NodeDelta.Remove(key));
        Set<ObjectKey> references = referencesOf.remove(key);
        if (references != null) {
            references.forEach(used -> release(used, deltas));
        }
    }

    private void release(ObjectKey key, List<NodeDelta> deltas) {
        if (users.merge(key, -1, NodeFeed::orNullAtZero) == null) {
            remove(key, deltas);
        }
    }

    private static Integer orNullAtZero(int count, int change) {
        return count + change == 0 ? null : Integer.valueOf(count + change);
    }

    private NodeDelta delta(CacheEvent event) {
        return switch (event) {
            case CacheEvent.Added(ApiObject object) -> new NodeDelta.Put(visible(object));
            case CacheEvent.Modified(ApiObject object, ApiObject _) -> new NodeDelta.Put(visible(object));
            case CacheEvent.Deleted(ApiObject object) -> new NodeDelta.Remove(object.key());
        };
    }

    /** Whether a resource's objects are sent only to the nodes whose pods use them. */
    static boolean isReferenced(GroupResource resource) {
        return NodeResources.REFERENCED.contains(resource);
    }
}
