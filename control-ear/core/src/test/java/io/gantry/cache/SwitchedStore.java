package io.gantry.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.History;
import io.gantry.store.ObjectStore;
import io.gantry.store.Origin;
import io.gantry.store.StagedWrite;
import io.gantry.store.StoreEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store that can be exchanged for another, as a restore from a backup does, and that can be made to fail. */
final class SwitchedStore implements ObjectStore {

    private volatile ObjectStore target;
    private volatile boolean failing;

    SwitchedStore(ObjectStore target) {
        this.target = target;
    }

    void switchTo(ObjectStore other) {
        target = other;
    }

    void fail(boolean fail) {
        failing = fail;
    }

    private ObjectStore target() {
        if (failing) {
            throw new IllegalStateException("the database is away");
        }
        return target;
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object, Origin origin) {
        return target().create(key, object, origin);
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        return target().get(key);
    }

    @Override
    public Snapshot list(String prefix, String afterPath, int limit) {
        return target().list(prefix, afterPath, limit);
    }

    @Override
    public ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide, Origin origin) {
        return target().update(key, decide, origin);
    }

    @Override
    public List<StoreEvent> eventsAfter(long revision, int limit) {
        return target().eventsAfter(revision, limit);
    }

    @Override
    public Map<Long, ApiObject> statesAt(Collection<Long> revisions) {
        return target().statesAt(revisions);
    }

    @Override
    public List<ApiObject> commit(List<StagedWrite> writes) {
        return target().commit(writes);
    }

    @Override
    public History history() {
        return target().history();
    }

    @Override
    public long revision() {
        return target().revision();
    }

    @Override
    public AutoCloseable onCommit(Consumer<Long> listener) {
        return target.onCommit(listener);
    }

    @Override
    public void close() {
        target.close();
    }
}
