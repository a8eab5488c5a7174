package io.gantry.gateway;

import com.google.protobuf.UnsafeByteOperations;
import io.gantry.node.NodeDelta;
import io.gantry.node.v1.ClusterSettings;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Remove;
import io.gantry.node.v1.SnapshotComplete;
import io.gantry.node.v1.Upsert;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What waits to be sent to one node. Of each object only the newest state waits, so that a slow node costs no more memory than
 * it has objects; a removal always reaches the node. Thread-safe.
 */
final class Outbox {

    /** What waits for one object: its removal, its state, or the removal of one object and the state of its successor. */
    private record Waiting(boolean remove, Optional<ApiObject> put) {}

    private final int capacity;
    private final ClusterSettings settings;
    private final Deque<ControlMessage> urgent = new ArrayDeque<>();
    private final Map<ObjectKey, Waiting> changes = new LinkedHashMap<>();
    private final Set<ObjectKey> unsentOfSnapshot = new HashSet<>();
    private boolean snapshotOpen;

    /**
     * @param capacity objects that may wait
     * @param settings sent with the end of the snapshot
     */
    Outbox(int capacity, ClusterSettings settings) {
        this.capacity = capacity;
        this.settings = settings;
    }

    /** Queues the objects that the node begins with. */
    synchronized void snapshot(List<NodeDelta> objects) {
        snapshotOpen = true;
        for (NodeDelta delta : objects) {
            unsentOfSnapshot.add(delta.key());
            put(delta);
        }
    }

    /** Queues changes; false when the node is so far behind that it must start anew. */
    synchronized boolean changes(List<NodeDelta> deltas) {
        deltas.forEach(this::put);
        return changes.size() <= capacity;
    }

    /** Queues a message that overtakes all objects; false when too many wait. */
    synchronized boolean urgent(ControlMessage message) {
        if (urgent.size() >= capacity) {
            return false;
        }
        urgent.addLast(message);
        return true;
    }

    private void put(NodeDelta delta) {
        // to the end: an object must not overtake the config maps that its newest state uses
        Waiting before = changes.remove(delta.key());
        changes.put(
                delta.key(),
                switch (delta) {
                    case NodeDelta.Remove _ -> new Waiting(true, Optional.empty());
                    case NodeDelta.Put(ApiObject object) ->
                        new Waiting(before != null && before.remove(), Optional.of(object));
                });
    }

    /** Takes the next message. */
    synchronized Optional<ControlMessage> poll() {
        if (!urgent.isEmpty()) {
            return Optional.of(urgent.removeFirst());
        }
        if (snapshotOpen && unsentOfSnapshot.isEmpty()) {
            snapshotOpen = false;
            return Optional.of(ControlMessage.newBuilder()
                    .setSnapshotComplete(SnapshotComplete.newBuilder().setSettings(settings))
                    .build());
        }
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<ObjectKey, Waiting> first = changes.entrySet().iterator().next();
        return Optional.of(take(first.getKey(), first.getValue()));
    }

    private ControlMessage take(ObjectKey key, Waiting waiting) {
        if (waiting.remove() && waiting.put().isPresent()) {
            changes.put(key, new Waiting(false, waiting.put()));
            return remove(key);
        }
        changes.remove(key);
        unsentOfSnapshot.remove(key);
        return waiting.put().map(Outbox::upsert).orElseGet(() -> remove(key));
    }

    private static ControlMessage upsert(ApiObject object) {
        Upsert.Builder upsert = Upsert.newBuilder()
                .setResource(object.key().resource().toString())
                .setNamespace(object.namespace())
                .setName(object.name())
                // shared by all nodes that hold the object, and never changed
                .setObject(UnsafeByteOperations.unsafeWrap(object.encoded()));
        return ControlMessage.newBuilder().setUpsert(upsert).build();
    }

    private static ControlMessage remove(ObjectKey key) {
        Remove.Builder remove = Remove.newBuilder()
                .setResource(key.resource().toString())
                .setNamespace(key.namespace())
                .setName(key.name());
        return ControlMessage.newBuilder().setRemove(remove).build();
    }
}
