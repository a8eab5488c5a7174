package io.gantry.scheduler;

import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nodes with their pods, kept up to date by events; pods that the scheduler has just placed count before the cluster says so. */
final class ClusterState {

    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource NODES = new GroupResource("", "nodes");
    static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final Map<String, NodeInfo> nodes = new TreeMap<>();
    private final Map<ObjectKey, PodInfo> placed = new HashMap<>();
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
    private Optional<List<NodeInfo>> known = Optional.empty();

    void apply(CacheEvent event) {
        ApiObject object = event.object();
        boolean gone = event instanceof CacheEvent.Deleted;
        GroupResource resource = object.key().resource();
        if (resource.equals(PODS)) {
            pod(object, gone);
        } else if (resource.equals(NODES)) {
            node(object, gone);
        } else if (resource.equals(NAMESPACES)) {
            if (gone) {
                namespaceLabels.remove(object.name());
            } else {
                namespaceLabels.put(object.name(), object.labels());
            }
        }
    }

    private void pod(ApiObject pod, boolean gone) {
        String phase = pod.status().path("phase").asText("");
        boolean takesRoom =
                !gone && pod.spec().hasNonNull("nodeName") && !phase.equals("Succeeded") && !phase.equals("Failed");
        if (takesRoom) {
            place(PodInfo.of(pod));
        } else if (gone || pod.spec().hasNonNull("nodeName")) {
            remove(pod.key());
        }
    }

    private void node(ApiObject node, boolean gone) {
        NodeInfo before = nodes.getOrDefault(node.name(), NodeInfo.unknown(node.name()));
        if (gone && before.pods().isEmpty()) {
            nodes.remove(node.name());
        } else {
            NodeInfo after = gone ? NodeInfo.unknown(node.name()) : NodeInfo.of(node);
            nodes.put(node.name(), after.withPodsOf(before));
        }
        known = Optional.empty();
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

    /** The nodes that exist. */
    Snapshot snapshot() {
        if (known.isEmpty()) {
            List<NodeInfo> list = new ArrayList<>(nodes.size());
            for (NodeInfo node : nodes.values()) {
                if (node.podLimit() > 0 || !node.labels().isEmpty()) {
                    list.add(node);
                }
            }
            known = Optional.of(list);
        }
        return new Snapshot(known.get(), namespaceLabels);
    }
}
