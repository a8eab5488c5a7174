package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.resource.Allocation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import io.gantry.store.KeyExistsException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Runs writes of kinds that have an {@link Allocation}: allocates, reserves what the object claims, writes it, and gives back
 * what is not needed after all. One at a time for each resource in this instance, so that two writers seldom choose the same;
 * that they never do, in any instance, is what reservations are for.
 */
final class AllocatingWrites {

    private static final int ATTEMPTS = 16;

    private final ClusterView view;
    private final Reservations reservations;
    private final Map<GroupResource, ReentrantLock> locks = new ConcurrentHashMap<>();

    AllocatingWrites(ClusterView view, Reservations reservations) {
        this.view = view;
        this.reservations = reservations;
    }

    /**
     * @param prepared the object, not yet allocated
     * @param old the state before, empty on create
     * @param write checks and stores the allocated object
     */
    <T> T run(
            ResourceDefinition definition,
            ObjectKey key,
            ObjectNode prepared,
            Optional<ObjectNode> old,
            Function<ObjectNode, T> write) {
        Optional<Allocation> allocation = definition.strategy().allocation();
        if (allocation.isEmpty()) {
            return write.apply(prepared);
        }
        ReentrantLock lock = locks.computeIfAbsent(definition.storage(), resource -> new ReentrantLock());
        lock.lock();
        try {
            return locked(definition, key, allocation.get(), prepared, old, write);
        } finally {
            lock.unlock();
        }
    }

    /** What a dry run shows: allocated, but nothing is reserved. */
    ObjectNode shown(ResourceDefinition definition, ObjectNode prepared, Optional<ObjectNode> old) {
        definition.strategy().allocation().ifPresent(allocation -> allocation.allocate(prepared, old, view));
        return prepared;
    }

    private <T> T locked(
            ResourceDefinition definition,
            ObjectKey key,
            Allocation allocation,
            ObjectNode prepared,
            Optional<ObjectNode> old,
            Function<ObjectNode, T> write) {
        String uid = prepared.path("metadata").path("uid").asText();
        Set<String> before = old.map(allocation::claims).orElse(Set.of());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ObjectNode object = prepared.deepCopy();
            allocation.allocate(object, old, view);
            Set<String> added = new HashSet<>(allocation.claims(object));
            added.removeAll(before);
            Set<String> taken = new HashSet<>();
            boolean complete = added.stream()
                    .allMatch(claim -> reservations.take(definition, claim, key, uid) && taken.add(claim));
            if (!complete) {
                reservations.release(definition, taken, uid);
                continue;
            }
            return written(definition, uid, object, added, before, allocation, write);
        }
        throw StatusException.of(
                        429,
                        "TooManyRequests",
                        "what " + definition.groupResource() + " \"" + key.name()
                                + "\" asks for is being given to another object; please try again")
                .retryAfter(1);
    }

    private <T> T written(
            ResourceDefinition definition,
            String uid,
            ObjectNode object,
            Set<String> added,
            Set<String> before,
            Allocation allocation,
            Function<ObjectNode, T> write) {
        try {
            T result = write.apply(object);
            Set<String> unneeded = new HashSet<>(before);
            unneeded.removeAll(allocation.claims(object));
            reservations.release(definition, unneeded, uid);
            return result;
        } catch (StatusException | KeyExistsException e) {
            // after any other failure the object may have been stored: its claims stay, and are taken over if it was
            // not
            reservations.release(definition, added, uid);
            throw e;
        }
    }

    void released(ResourceDefinition definition, ObjectNode removed) {
        definition
                .strategy()
                .allocation()
                .ifPresent(allocation -> reservations.release(
                        definition,
                        allocation.claims(removed),
                        removed.path("metadata").path("uid").asText()));
    }
}
