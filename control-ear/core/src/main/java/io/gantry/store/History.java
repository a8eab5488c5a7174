package io.gantry.store;

import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was written before, as far back as the log reaches. Calls throw {@link StoreUnavailableException} when they would take too
 * long.
 */
public interface History {

    /** The writes of one object before a revision, newest first, over all lives of its name, at most {@code limit}. */
    List<LoggedWrite> of(ObjectKey key, long before, int limit);

    /** The write that made a revision. */
    Optional<LoggedWrite> at(long revision);

    /** Writes in a range of revisions, newest first, at most {@code limit}. */
    List<LoggedWrite> writes(Range range, int limit);

    /**
     * The objects of a prefix as they were at a revision, in path order. Throws {@link RevisionCompactedException} when the log does not
     * reach back so far.
     */
    ObjectStore.Snapshot list(String prefix, long revision);

    /** The newest revision that was committed at a time, 0 when the log does not reach back so far. */
    long revisionAt(Instant time);

    /**
     * Between two revisions, both exclusive, in some part of the cluster.
     *
     * @param only the resources that are meant, empty for all
     * @param without those that are not
     */
    record Range(long after, long before, Place place, Set<GroupResource> only, Set<GroupResource> without) {

        /** Whether a write of this object is meant. */
        boolean holds(ObjectKey key) {
            return place.holds(key.path())
                    && (only.isEmpty() || only.contains(key.resource()))
                    && !without.contains(key.resource());
        }
    }

    /** Which objects are meant. */
    sealed interface Place {

        /** Whether a path lies here (see {@link ObjectKey#path}). */
        default boolean holds(String path) {
            String namespace = path.split("/", -1)[2];
            return switch (this) {
                case Namespace one -> namespace.equals(one.name());
                case AllNamespaces all -> !namespace.isEmpty();
                case Cluster cluster -> namespace.isEmpty();
            };
        }
    }

    /** The objects in one namespace. */
    record Namespace(String name) implements Place {}

    /** The objects in any namespace. */
    record AllNamespaces() implements Place {}

    /** The objects in none. */
    record Cluster() implements Place {}
}
