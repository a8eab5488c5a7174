package io.gantry.scheduler;

import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Nodes with their pods, kept up to date by events; pods that the scheduler has just placed count before the cluster says so. */
final class ClusterState {

    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource NODES = new GroupResource("", "nodes");
    static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final Map<String, NodeInfo> nodes = new TreeMap<>();
    /** Names of the nodes that the cluster has; of others only pods are known. */
    private final Set<String> registered = new HashSet<>();

    private final Map<ObjectKey, PodInfo> placed = new HashMap<>();
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
    private final Nominations nominations = new Nominations();
    private Optional<List<NodeInfo>> known = Optional.empty();

    /** Takes an event; answers what has changed for pods that wait. */
    List<ClusterChange> apply(CacheEvent event) {
        ApiObject object = event.object();
        boolean gone = event instanceof CacheEvent.Deleted;
        GroupResource resource = object.key().resource();
        if (resource.equals(PODS)) {
            return pod(object, gone);
        } else if (resource.equals(NODES)) {
            return gone ? nodeGone(object.name()) : node(NodeInfo.of(object));
        } else if (resource.equals(NAMESPACES)) {
            return namespace(object, gone);
        }
        return List.of();
    }

    private List<ClusterChange> namespace(ApiObject namespace, boolean gone) {
        Map<String, String> before = namespaceLabels.get(namespace.name());
        if (gone) {
            namespaceLabels.remove(namespace.name());
        } else {
            namespaceLabels.put(namespace.name(), namespace.labels());
        }
        return gone || namespace.labels().equals(before)
                ? List.of()
                : List.of(new ClusterChange.NamespaceModified(namespace.name()));
    }

    private List<ClusterChange> pod(ApiObject object, boolean gone) {
        String phase = object.podPhase();
        boolean hasNode = !object.nodeName().isEmpty();
        boolean takesRoom = !gone && hasNode && !phase.equals("Succeeded") && !phase.equals("Failed");
        List<ClusterChange> changes = new ArrayList<>();
        PodInfo before = placed.get(object.key());
        if (before != null && !before.uid().equals(object.uid())) {
            // another pod of this name: the one before went unseen
            remove(object.key());
            changes.add(new ClusterChange.PodGone(before));
            before = null;
        }
        if (gone || hasNode) {
            nominations.remove(object.key());
        } else {
            nominations.observe(object);
        }
        if (takesRoom) {
            PodInfo after = PodInfo.of(object);
            place(after);
            describe(before, after).ifPresent(changes::add);
        } else if ((gone || hasNode) && before != null) {
            remove(object.key());
            changes.add(new ClusterChange.PodGone(before));
        }
        return changes;
    }

    private static Optional<ClusterChange> describe(PodInfo before, PodInfo after) {
        if (before == null) {
            return Optional.of(new ClusterChange.PodPlaced(after));
        }
        boolean same = before.asksAs(after) && before.terminating() == after.terminating();
        return same ? Optional.empty() : Optional.of(new ClusterChange.PodModified(before, after));
    }

    private List<ClusterChange> node(NodeInfo state) {
        NodeInfo before = nodes.getOrDefault(state.name(), NodeInfo.unknown(state.name()));
        NodeInfo after = state.withPodsOf(before);
        nodes.put(state.name(), after);
        known = Optional.empty();
        if (registered.add(state.name())) {
            return List.of(new ClusterChange.NodeAdded(after));
        }
        return before.isLike(after) ? List.of() : List.of(new ClusterChange.NodeModified(before, after));
    }

    private List<ClusterChange> nodeGone(String name) {
        if (!registered.remove(name)) {
            return List.of();
        }
        NodeInfo before = nodes.get(name);
        if (before.pods().isEmpty()) {
            nodes.remove(name);
        } else {
            nodes.put(name, NodeInfo.unknown(name).withPodsOf(before));
        }
        known = Optional.empty();
        return List.of(new ClusterChange.NodeGone(before));
    }

    /** Counts a pod on its node. */
    void place(PodInfo pod) {
        remove(pod.key());
        placed.put(pod.key(), pod);
        nodes.put(
                pod.nodeName(),
                nodes.getOrDefault(pod.nodeName(), NodeInfo.unknown(pod.nodeName()))
                        .with(pod));
        known = Optional.empty();
    }

    /** Counts a pod no more. */
    void remove(ObjectKey key) {
        PodInfo pod = placed.remove(key);
        if (pod != null) {
            nodes.computeIfPresent(pod.nodeName(), (name, node) -> node.without(pod));
            known = Optional.empty();
        }
    }

    boolean isPlaced(ObjectKey key) {
        return placed.containsKey(key);
    }

    /** Whether this very pod, and no other of its name, counts on a node. */
    boolean isPlaced(PodInfo pod) {
        PodInfo present = placed.get(pod.key());
        return present != null && present.uid().equals(pod.uid());
    }

    Nominations nominations() {
        return nominations;
    }

    /** The nodes that exist. */
    Snapshot snapshot() {
        if (known.isEmpty()) {
            known = Optional.of(nodes.values().stream()
                    .filter(node -> registered.contains(node.name()))
                    .toList());
        }
        return new Snapshot(known.get(), namespaceLabels, nominations.byNode());
    }
}
