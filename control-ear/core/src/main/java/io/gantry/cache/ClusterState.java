package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.store.StoreEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every object of the cluster as of one revision. Immutable.
 *
 * @param revision up to which it is complete
 * @param resources never changed after publication
 * @param owned the objects by the owners they name
 */
record ClusterState(long revision, Map<GroupResource, ResourceState> resources, SortedTree<Owned> owned) {

    static final ClusterState EMPTY = new ClusterState(0, Map.of(), Owned.NONE);

    /** A state and the changes that led to it. */
    record Step(ClusterState state, List<CacheEvent> changes) {}

    ResourceState of(GroupResource resource) {
        return resources.getOrDefault(resource, ResourceState.EMPTY);
    }

    List<ApiObject> dependents(String ownerUid) {
        return owned.all(entry -> entry.ownerUid().compareTo(ownerUid)).stream()
                .map(Owned::object)
                .toList();
    }

    /** The state after further events; events that it knows already are left out. */
    Step after(List<StoreEvent> events) {
        Building building = new Building(this);
        events.forEach(building::apply);
        return building.step();
    }

    /** This state with objects of a snapshot in it; where one was there already, the newer stays. */
    ClusterState with(List<ApiObject> objects, long asOf) {
        Building building = new Building(this);
        objects.forEach(building::put);
        return new ClusterState(asOf, building.resources, building.owned);
    }

    /** What leads from this state to another, for those who follow every change: removals first. */
    List<CacheEvent> changesTo(ClusterState other) {
        List<CacheEvent> changes = new ArrayList<>();
        resources.forEach((resource, state) -> state.objects().all().stream()
                .filter(object -> other.of(resource).get(object.key()).isEmpty())
                .forEach(object -> changes.add(new CacheEvent.Deleted(object))));
        other.resources.forEach((resource, state) -> state.objects()
                .all()
                .forEach(object -> of(resource)
                        .get(object.key())
                        .ifPresentOrElse(
                                before -> {
                                    if (before.revision() != object.revision()) {
                                        changes.add(new CacheEvent.Modified(object, before));
                                    }
                                },
                                () -> changes.add(new CacheEvent.Added(object)))));
        return changes;
    }

    /** A state in the making; not shared. */
    private static final class Building {

        private final Map<GroupResource, ResourceState> resources;
        private final List<CacheEvent> changes = new ArrayList<>();
        private SortedTree<Owned> owned;
        private long reached;

        Building(ClusterState start) {
            resources = new HashMap<>(start.resources);
            owned = start.owned;
            reached = start.revision;
        }

        void apply(StoreEvent event) {
            if (event.revision() <= reached) {
                return;
            }
            reached = event.revision();
            switch (event) {
                case StoreEvent.Created created -> put(created.object());
                case StoreEvent.Updated updated -> put(updated.object());
                case StoreEvent.Removed removed -> remove(removed.object());
            }
        }

        void put(ApiObject object) {
            ResourceState present = present(object);
            Optional<ApiObject> before = present.get(object.key());
            if (before.isPresent() && before.get().revision() >= object.revision()) {
                return;
            }
            resources.put(object.key().resource(), present.with(object));
            changed(before.isPresent() ? new CacheEvent.Modified(object, before.get()) : new CacheEvent.Added(object));
        }

        private void remove(ApiObject last) {
            ResourceState present = present(last);
            Optional<ApiObject> before = present.get(last.key());
            if (before.isPresent()) {
                resources.put(last.key().resource(), present.without(before.get()));
                owned = Owned.reindexed(owned, new CacheEvent.Deleted(before.get()));
                changes.add(new CacheEvent.Deleted(last));
            }
        }

        private ResourceState present(ApiObject object) {
            return resources.getOrDefault(object.key().resource(), ResourceState.EMPTY);
        }

        private void changed(CacheEvent change) {
            owned = Owned.reindexed(owned, change);
            changes.add(change);
        }

        Step step() {
            return new Step(new ClusterState(reached, resources, owned), changes);
        }
    }
}
