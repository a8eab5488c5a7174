package io.gantry.node;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.storage.NodeLocal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The feeds of all connected nodes. Finds for each event the few nodes that it concerns, so that an event costs O(nodes
 * concerned) and not O(nodes). Thread-safe; sinks are called under its lock.
 *
 * <p>A snapshot may already show what an event brings later, or a state newer than it: nodes then see an older state for a
 * moment, followed by the newer one, because every event after the snapshot is passed on in order.
 */
public final class NodeFeeds {

    private record Member(NodeFeed feed, NodeSink sink) {}

    private final ClusterView view;
    private final Map<String, Member> members = new HashMap<>();
    private final Map<ObjectKey, Set<String>> nodesUsing = new HashMap<>();

    public NodeFeeds(ClusterView view) {
        this.view = view;
    }

    /** The resources whose events must be given to {@link #accept}. */
    public static Set<GroupResource> resources() {
        return NodeResources.FED;
    }

    /** Begins to feed a node; a sink that was fed for the same node before is fed no more. */
    public synchronized void join(String nodeName, NodeSink sink) {
        removeMember(nodeName);
        NodeFeed feed = new NodeFeed(nodeName);
        List<NodeDelta> snapshot = feed.snapshot(view);
        members.put(nodeName, new Member(feed, sink));
        feed.references().forEach(key -> use(key, nodeName));
        sink.snapshot(snapshot);
    }

    /** Ends the feed of a node, unless another sink has taken the node over. */
    public synchronized void leave(String nodeName, NodeSink sink) {
        Member member = members.get(nodeName);
        if (member != null && member.sink() == sink) {
            removeMember(nodeName);
        }
    }

    /** Passes events on, in order. */
    public synchronized void accept(List<CacheEvent> events) {
        Map<String, List<NodeDelta>> changes = new LinkedHashMap<>();
        for (CacheEvent event : events) {
            for (String nodeName : concerned(event)) {
                List<NodeDelta> deltas = apply(event, nodeName);
                if (!deltas.isEmpty()) {
                    changes.computeIfAbsent(nodeName, _ -> new ArrayList<>()).addAll(deltas);
                }
            }
        }
        changes.forEach((nodeName, deltas) -> members.get(nodeName).sink().changes(deltas));
    }

    private Collection<String> concerned(CacheEvent event) {
        ApiObject object = event.object();
        GroupResource resource = object.key().resource();
        if (resource.equals(NodeResources.PODS) || resource.equals(NodeResources.CERTIFICATE_REQUESTS)) {
            return connected(object.indexedValue());
        }
        if (resource.equals(NodeResources.NODES)) {
            return NodePeer.isNews(event) ? members.keySet() : connected(object.name());
        }
        if (resource.equals(NodeResources.VOLUMES) && NodeLocal.nodeOf(object).isPresent()) {
            Set<String> nodes = new HashSet<>(nodesUsing.getOrDefault(object.key(), Set.of()));
            nodes.addAll(connected(NodeLocal.nodeOf(object).get()));
            return nodes;
        }
        if (resource.equals(NodeResources.TRUST_BUNDLES)) {
            return nodesUsing.getOrDefault(PodReferences.ALL_TRUST_BUNDLES, Set.of());
        }
        if (NodeFeed.isReferenced(resource)) {
            return nodesUsing.getOrDefault(object.key(), Set.of());
        }
        return members.keySet();
    }

    private Collection<String> connected(String nodeName) {
        return members.containsKey(nodeName) ? List.of(nodeName) : List.of();
    }

    private List<NodeDelta> apply(CacheEvent event, String nodeName) {
        NodeFeed feed = members.get(nodeName).feed();
        Set<ObjectKey> touched = new HashSet<>(feed.references(event.object().key()));
        List<NodeDelta> deltas = feed.apply(event, view);
        touched.addAll(feed.references(event.object().key()));
        for (ObjectKey key : touched) {
            if (feed.references().contains(key)) {
                use(key, nodeName);
            } else {
                unuse(key, nodeName);
            }
        }
        return deltas;
    }

    private void removeMember(String nodeName) {
        Member member = members.remove(nodeName);
        if (member != null) {
            member.feed().references().forEach(key -> unuse(key, nodeName));
        }
    }

    private void use(ObjectKey key, String nodeName) {
        nodesUsing.computeIfAbsent(key, _ -> new HashSet<>()).add(nodeName);
    }

    private void unuse(ObjectKey key, String nodeName) {
        Set<String> nodes = nodesUsing.getOrDefault(key, Set.of());
        nodes.remove(nodeName);
        if (nodes.isEmpty()) {
            nodesUsing.remove(key);
        }
    }
}
