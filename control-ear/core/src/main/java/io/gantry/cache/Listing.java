package io.gantry.cache;

import io.gantry.object.ApiObject;
import java.util.List;
import java.util.Optional;

/** The objects of one resource as of one revision. Immutable; shares them with the state that it was taken from. */
public final class Listing {

    private final ResourceState state;
    private final Optional<String> namespace;
    private final long revision;

    Listing(ResourceState state, Optional<String> namespace, long revision) {
        this.state = state;
        this.namespace = namespace;
        this.revision = revision;
    }

    public long revision() {
        return revision;
    }

    /** All, in the order of namespace and name. */
    public List<ApiObject> objects() {
        return state.all(namespace);
    }

    /** As few as the indexes can tell apart, among them all that the terms hold for; in the order of namespace and name. */
    public List<ApiObject> among(IndexedTerms terms) {
        return state.among(namespace.or(terms::namespace), terms);
    }

    /**
     * The same objects before some events; empty when one was removed since, whose state before that the events do not tell.
     *
     * @param events of this resource and namespace, in order
     * @param earlier the revision after which they begin
     */
    public Optional<Listing> before(List<CacheEvent> events, long earlier) {
        ResourceState result = state;
        for (CacheEvent event : events.reversed()) {
            if (event.object().revision() > revision) {
                continue;
            }
            switch (event) {
                case CacheEvent.Added added -> result = result.without(added.object());
                case CacheEvent.Modified modified -> result = result.with(modified.previous());
                case CacheEvent.Deleted deleted -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Listing(result, namespace, earlier));
    }
}
