package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store in front of another that keeps what is written, shows it to whoever reads single objects through it, and commits all of it
 * together or nothing. For one thread. What it shows has revisions of its own, above all that there are. An object that was removed
 * through it cannot be created again through it.
 */
public final class StagedStore implements ObjectStore {

    private static final long FIRST_REVISION = 1L << 62;

    /**
     * An object as it will be.
     *
     * @param base its revision in the store behind, 0 when it is not there
     * @param state its new state, of a removal the last one
     */
    private record Staged(long base, ApiObject state, boolean removed, Origin origin) {

        Optional<StagedWrite> write() {
            if (base == 0) {
                return removed
                        ? Optional.empty()
                        : Optional.of(new StagedWrite.Create(state.key(), state.copy(), origin));
            }
            return Optional.of(
                    removed
                            ? new StagedWrite.Remove(state.key(), state.copy(), base, origin)
                            : new StagedWrite.Update(state.key(), state.copy(), base, origin));
        }
    }

    private final ObjectStore behind;
    private final Map<ObjectKey, Staged> staged = new LinkedHashMap<>();
    private long next = FIRST_REVISION;

    public StagedStore(ObjectStore behind) {
        this.behind = behind;
    }

    /** Commits everything together; throws {@link OutrunException} when others wrote one of the objects. */
    public List<ApiObject> commit() {
        List<StagedWrite> writes = new ArrayList<>();
        staged.values().forEach(each -> each.write().ifPresent(writes::add));
        return writes.isEmpty() ? List.of() : behind.commit(writes);
    }

    @Override
    public List<ApiObject> commit(List<StagedWrite> writes) {
        throw new UnsupportedOperationException("transactions do not nest");
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        Staged mine = staged.get(key);
        if (mine == null) {
            return behind.get(key);
        }
        return mine.removed() ? Optional.empty() : Optional.of(mine.state());
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object, Origin origin) {
        if (staged.containsKey(key) || behind.get(key).isPresent()) {
            throw new KeyExistsException(key);
        }
        ApiObject created = state(key, object);
        staged.put(key, new Staged(0, created, false, origin));
        return created;
    }

    @Override
    public ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide, Origin origin) {
        ApiObject present = get(key).orElseThrow(() -> new KeyMissingException(key));
        long base = staged.containsKey(key) ? staged.get(key).base() : present.revision();
        return switch (decide.apply(present)) {
            case Decision.Keep keep -> present;
            case Decision.Write write -> stage(key, base, write.object(), false, origin);
            case Decision.Remove remove -> stage(key, base, remove.last(), true, origin);
        };
    }

    private ApiObject stage(ObjectKey key, long base, ObjectNode object, boolean removed, Origin origin) {
        ApiObject state = state(key, object);
        staged.put(key, new Staged(base, state, removed, origin));
        return state;
    }

    private ApiObject state(ObjectKey key, ObjectNode object) {
        return StoredDocument.of(key, object).at(next++);
    }

    @Override
    public Snapshot list(String prefix, String afterPath, int limit) {
        return behind.list(prefix, afterPath, limit);
    }

    @Override
    public List<StoreEvent> eventsAfter(long revision, int limit) {
        return behind.eventsAfter(revision, limit);
    }

    @Override
    public Map<Long, ApiObject> statesAt(Collection<Long> revisions) {
        return behind.statesAt(revisions);
    }

    @Override
    public History history() {
        return behind.history();
    }

    @Override
    public long revision() {
        return behind.revision();
    }

    @Override
    public AutoCloseable onCommit(Consumer<Long> listener) {
        return behind.onCommit(listener);
    }

    /** Forgets what is staged; the store behind stays open. */
    @Override
    public void close() {
        staged.clear();
    }
}
