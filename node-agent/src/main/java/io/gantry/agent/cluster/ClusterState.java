package io.gantry.agent.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the control plane told this node: its pods, their config maps and secrets, all services and endpoint slices. Kept when the
 * control plane is away. Reading is safe from every thread; only the link writes, from one thread at a time.
 */
public final class ClusterState {

    private final ConcurrentMap<String, ConcurrentMap<ObjectRef, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<ObjectRef> unconfirmed = new HashSet<>();
    private volatile ClusterSettings settings = ClusterSettings.UNKNOWN;
    private volatile boolean synced;

    public void addListener(ClusterListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ClusterListener listener) {
        listeners.remove(listener);
    }

    public Optional<ObjectNode> get(ObjectRef ref) {
        return Optional.ofNullable(of(ref.resource()).get(ref));
    }

    /** All objects of a resource, in no order. Treat them as immutable. */
    public Collection<ObjectNode> list(String resource) {
        return List.copyOf(of(resource).values());
    }

    public ClusterSettings settings() {
        return settings;
    }

    /** Whether a whole snapshot was applied since the agent started. */
    public boolean synced() {
        return synced;
    }

    /** A connection was made: everything held is in doubt until it is seen again. */
    public synchronized void beginSnapshot() {
        unconfirmed.clear();
        objects.values().forEach(byRef -> unconfirmed.addAll(byRef.keySet()));
    }

    /** Adds or replaces an object; one that did not change wakes nobody. */
    public synchronized void upsert(ObjectRef ref, ObjectNode object) {
        unconfirmed.remove(ref);
        ObjectNode before = of(ref.resource()).put(ref, object);
        if (!object.equals(before)) {
            listeners.forEach(listener -> listener.changed(ref));
        }
    }

    public synchronized void remove(ObjectRef ref) {
        unconfirmed.remove(ref);
        if (of(ref.resource()).remove(ref) != null) {
            listeners.forEach(listener -> listener.changed(ref));
        }
    }

    /** The snapshot is whole: drops what it did not contain. */
    public synchronized void completeSnapshot(ClusterSettings newSettings) {
        settings = newSettings;
        new ArrayList<>(unconfirmed).forEach(this::remove);
        synced = true;
        listeners.forEach(listener -> listener.synced(newSettings));
    }

    private ConcurrentMap<ObjectRef, ObjectNode> of(String resource) {
        return objects.computeIfAbsent(resource, key -> new ConcurrentHashMap<>());
    }
}
