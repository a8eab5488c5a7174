package io.gantry.node;

import static io.gantry.node.NodeResources.CONFIG_MAPS;
import static io.gantry.node.NodeResources.ENDPOINT_SLICES;
import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;
import static io.gantry.node.NodeResources.SECRETS;
import static io.gantry.node.NodeResources.SERVICES;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what one node is to hold: the pods bound to it, the config maps and secrets that these use, all services and
 * endpoint slices, its own Node, and of the other Nodes what it takes to reach their pods. Costs O(what changed) for each event. A config map or secret always comes before the pod
 * that uses it. Not thread-safe.
 */
public final class NodeFeed {

    private final String nodeName;
    private final Map<ObjectKey, Set<ObjectKey>> referencesOfPod = new HashMap<>();
    private final Map<ObjectKey, Integer> users = new HashMap<>();

    public NodeFeed(String nodeName) {
        this.nodeName = nodeName;
    }

    /** Everything the node is to hold now; forgets what came before. */
    public List<NodeDelta> snapshot(ClusterView view) {
        referencesOfPod.clear();
        users.clear();
        List<NodeDelta> deltas = new ArrayList<>();
        view.list(NODES).forEach(node -> deltas.add(new NodeDelta.Put(visible(node))));
        view.list(SERVICES).forEach(service -> deltas.add(new NodeDelta.Put(service)));
        view.list(ENDPOINT_SLICES).forEach(slice -> deltas.add(new NodeDelta.Put(slice)));
        view.podsOnNode(nodeName).forEach(pod -> putPod(pod, view, deltas));
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
            return isMine(object) ? applyPod(event, view) : List.of();
        }
        if (resource.equals(NODES)) {
            return isSelf(object) || NodePeer.isNews(event) ? List.of(delta(event)) : List.of();
        }
        return holds(object.key()) ? List.of(delta(event)) : List.of();
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
        return users.containsKey(key) || referencesOfPod.containsKey(key);
    }

    /** The config maps and secrets that pods of this node use, whether they exist or not. */
    public Set<ObjectKey> references() {
        return users.keySet();
    }

    /** Those of them that one pod uses. */
    Set<ObjectKey> references(ObjectKey pod) {
        return referencesOfPod.getOrDefault(pod, Set.of());
    }

    private boolean isMine(ApiObject pod) {
        return pod.spec().path("nodeName").asText("").equals(nodeName);
    }

    private List<NodeDelta> applyPod(CacheEvent event, ClusterView view) {
        List<NodeDelta> deltas = new ArrayList<>();
        switch (event) {
            case CacheEvent.Added(ApiObject pod) -> putPod(pod, view, deltas);
            case CacheEvent.Modified(ApiObject pod, ApiObject _) -> putPod(pod, view, deltas);
            case CacheEvent.Deleted(ApiObject pod) -> removePod(pod.key(), deltas);
        }
        return deltas;
    }

    private void putPod(ApiObject pod, ClusterView view, List<NodeDelta> deltas) {
        Set<ObjectKey> wanted = PodReferences.of(pod);
        Set<ObjectKey> before = referencesOfPod.put(pod.key(), wanted);
        for (ObjectKey key : wanted) {
            boolean fresh = before == null || !before.contains(key);
            if (fresh && users.merge(key, 1, Integer::sum) == 1) {
                view.get(key).ifPresent(object -> deltas.add(new NodeDelta.Put(object)));
            }
        }
        deltas.add(new NodeDelta.Put(pod));
        if (before != null) {
            before.stream().filter(key -> !wanted.contains(key)).forEach(key -> release(key, deltas));
        }
    }

    private void removePod(ObjectKey pod, List<NodeDelta> deltas) {
        deltas.add(new NodeDelta.Remove(pod));
        Set<ObjectKey> references = referencesOfPod.remove(pod);
        if (references != null) {
            references.forEach(key -> release(key, deltas));
        }
    }

    private void release(ObjectKey key, List<NodeDelta> deltas) {
        if (users.merge(key, -1, NodeFeed::orNullAtZero) == null) {
            deltas.add(new NodeDelta.Remove(key));
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
        return resource.equals(CONFIG_MAPS) || resource.equals(SECRETS);
    }
}
