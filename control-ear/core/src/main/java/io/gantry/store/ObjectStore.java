package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The revisioned store of all objects. There is one revision counter for the whole cluster; revision order is commit order: a
 * reader that has seen revision N has seen all writes below N. Every write is durable when its method returns.
 */
public interface ObjectStore extends AutoCloseable {

    /** Stores a new object. Throws {@link KeyExistsException} when the key is taken. */
    default ApiObject create(ObjectKey key, ObjectNode object) {
        return create(key, object, Origin.UNKNOWN);
    }

    /** Stores a new object for somebody. Throws {@link KeyExistsException} when the key is taken. */
    ApiObject create(ObjectKey key, ObjectNode object, Origin origin);

    /** The present state of an object. */
    Optional<ApiObject> get(ObjectKey key);

    /**
     * All objects whose path begins with the prefix, in path order, as of one revision, at most {@code limit} of them after
     * {@code afterPath}.
     *
     * @param prefix see {@link ObjectKey#prefix}; empty for the whole store
     * @param afterPath exclusive start, empty for the beginning
     */
    Snapshot list(String prefix, String afterPath, int limit);

    /**
     * Decides from the present state and writes the decision, again and again until no other write came in between.
     * The function must be pure: it may run several times. Exceptions it throws reach the caller and nothing is written.
     * Throws {@link KeyMissingException} when there is no such object.
     *
     * @return the state after the write; of {@link Decision.Remove} the removed object with the revision of its removal
     */
    default ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide) {
        return update(key, decide, Origin.UNKNOWN);
    }

    /** Decides and writes for somebody; see {@link #update(ObjectKey, Function)}. */
    ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide, Origin origin);

    /**
     * Commits writes of different objects together, with consecutive revisions, or none of them. Throws {@link OutrunException} when an
     * object is not as a write expects it.
     *
     * @return the states after the writes, in their order
     */
    List<ApiObject> commit(List<StagedWrite> writes);

    /**
     * All events after a revision in order, at most {@code limit}. Throws {@link RevisionCompactedException} when the log no
     * longer reaches back so far.
     */
    List<StoreEvent> eventsAfter(long revision, int limit);

    /**
     * The states that writes made at exactly these revisions, by revision, as far as there were such writes and the log still
     * holds them.
     */
    Map<Long, ApiObject> statesAt(Collection<Long> revisions);

    /** What was written before. */
    History history();

    /** The revision of the newest committed write. */
    long revision();

    /**
     * Calls the listener, on a thread of the store's or of a writer and never concurrently, soon after commits by any instance with a revision
     * that has been reached: a wake-up, not data. Calls may be merged.
     */
    AutoCloseable onCommit(Consumer<Long> listener);

    @Override
    void close();

    /** Objects as of one revision; {@code more} says that the limit cut the list. */
    record Snapshot(List<ApiObject> objects, long revision, boolean more) {}
}
