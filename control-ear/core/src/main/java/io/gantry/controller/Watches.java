package io.gantry.controller;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Which events concern which keys of a controller. */
public final class Watches {

    /** Finds the keys that an event concerns. Runs on the cache's thread: quick, no waiting. */
    public interface Mapping {
        Collection<ObjectKey> keys(CacheEvent event, ClusterView view);
    }

    private record EveryResource(Supplier<Collection<GroupResource>> known, Mapping mapping) {}

    private final Map<GroupResource, Mapping> mappings;
    private final Optional<EveryResource> every;

    private Watches(Map<GroupResource, Mapping> mappings, Optional<EveryResource> every) {
        this.mappings = Map.copyOf(mappings);
        this.every = every;
    }

    /** Watches nothing; to be built on. */
    public static Watches none() {
        return new Watches(Map.of(), Optional.empty());
    }

    /** Watches a resource whose own keys are the controller's keys. */
    public Watches own(GroupResource resource) {
        return on(resource, (event, view) -> List.of(event.object().key()));
    }

    /** Watches a resource as well. */
    public Watches on(GroupResource resource, Mapping mapping) {
        Map<GroupResource, Mapping> more = new HashMap<>(mappings);
        more.put(resource, mapping);
        return new Watches(more, every);
    }

    /**
     * Watches every resource as well.
     *
     * @param known all resources that may have objects at the time of asking
     */
    public Watches onEvery(Supplier<Collection<GroupResource>> known, Mapping mapping) {
        return new Watches(mappings, Optional.of(new EveryResource(known, mapping)));
    }

    /** The resources that may have objects of interest now. */
    public Set<GroupResource> resources() {
        Set<GroupResource> all = new LinkedHashSet<>();
        mappings.keySet().stream().sorted().forEach(all::add);
        every.ifPresent(e -> all.addAll(e.known().get()));
        return all;
    }

    /** The keys that an event concerns, each once. */
    public Collection<ObjectKey> keys(CacheEvent event, ClusterView view) {
        Mapping mapping = mappings.get(event.object().key().resource());
        Collection<ObjectKey> named = mapping == null ? List.of() : mapping.keys(event, view);
        Collection<ObjectKey> other =
                every.isEmpty() ? List.of() : every.get().mapping().keys(event, view);
        if (other.isEmpty() && named.size() < 2) {
            return named;
        }
        Set<ObjectKey> keys = new LinkedHashSet<>(named);
        keys.addAll(other);
        return keys;
    }
}
