package io.gantry.controller.garbage;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Deletes what has lost all its owners, and sees deletions in the foreground and orphaning deletions through (API concepts, "Garbage
 * Collection"). There is no graph beside the view: its index of dependents is the graph, and since revisions are in commit order,
 * an owner that the view does not show does not exist.
 */
public final class GarbageCollector implements Controller {

    private final Supplier<? extends Collection<ResourceDefinition>> definitions;

    /**
     * @param definitions all resources that are served at the time of asking
     */
    public GarbageCollector(Supplier<? extends Collection<ResourceDefinition>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public String name() {
        return "garbage-collector-controller";
    }

    @Override
    public int concurrency() {
        return 20;
    }

    @Override
    public Watches watches() {
        return Watches.none().onEvery(this::resources, this::concerned);
    }

    private Collection<GroupResource> resources() {
        return definitions.get().stream().map(ResourceDefinition::storage).collect(Collectors.toSet());
    }

    private Collection<ObjectKey> concerned(CacheEvent event, ClusterView view) {
        return switch (event) {
            case CacheEvent.Added added -> ofAdded(added.object());
            case CacheEvent.Modified modified -> ofModified(modified, view);
            case CacheEvent.Deleted deleted -> ofDeleted(deleted.object(), view);
        };
    }

    private static Collection<ObjectKey> ofAdded(ApiObject object) {
        boolean concerns = Ownership.hasOwners(object) || Ownership.isHeldByDeletion(object);
        return concerns ? List.of(object.key()) : List.of();
    }

    private Collection<ObjectKey> ofModified(CacheEvent.Modified event, ClusterView view) {
        ApiObject object = event.object();
        ApiObject before = event.previous();
        boolean sameOwners = Ownership.sameOwners(before, object);
        if (sameOwners && Ownership.deletionState(before).equals(Ownership.deletionState(object))) {
            return List.of();
        }
        Set<ObjectKey> keys = new HashSet<>();
        keys.add(object.key());
        if (Ownership.isDeletedInForeground(object)) {
            view.dependents(object.uid()).forEach(dependent -> keys.add(dependent.key()));
        }
        keys.addAll(waitingOwners(before, view));
        return keys;
    }

    private Collection<ObjectKey> ofDeleted(ApiObject object, ClusterView view) {
        Set<ObjectKey> keys = new HashSet<>();
        view.dependents(object.uid()).forEach(dependent -> keys.add(dependent.key()));
        keys.addAll(waitingOwners(object, view));
        return keys;
    }

    /** Owners whose deletion may have waited for this object. */
    private Collection<ObjectKey> waitingOwners(ApiObject object, ClusterView view) {
        OwnerLookup lookup = new OwnerLookup(definitions.get(), view);
        return Ownership.owners(object)
                .valueStream()
                .flatMap(reference -> lookup.find(object, reference).stream())
                .filter(Ownership::isDeletedInForeground)
                .map(ApiObject::key)
                .collect(Collectors.toSet());
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(object -> new Disposal(object, view, new OwnerLookup(definitions.get(), view)).plan())
                .orElse(Plan.NOTHING);
    }
}
