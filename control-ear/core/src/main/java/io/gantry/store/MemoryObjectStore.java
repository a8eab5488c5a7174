package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The in-memory twin of the PostgreSQL store, for tests and the simulation. It has no threads: listeners run on the writer's. The log
 * keeps a bounded number of events.
 */
public final class MemoryObjectStore implements ObjectStore {

    private final int logLimit;
    private final TreeMap<String, ApiObject> current = new TreeMap<>();
    private final TreeMap<Long, StoreEvent> log = new TreeMap<>();
    private final List<Consumer<Long>> listeners = new CopyOnWriteArrayList<>();
    private long revision;
    private long compacted;

    /**
     * An empty store.
     *
     * @param logLimit events kept, older ones are compacted
     */
    public MemoryObjectStore(int logLimit) {
        this.logLimit = logLimit;
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object) {
        byte[] document = ApiObject.document(object);
        ApiObject created;
        synchronized (this) {
            if (current.containsKey(key.path())) {
                throw new KeyExistsException(key);
            }
            created = ApiObject.of(key, ++revision, document);
            current.put(key.path(), created);
            append(new StoreEvent.Created(created));
        }
        tell(created.revision());
        return created;
    }

    @Override
    public synchronized Optional<ApiObject> get(ObjectKey key) {
        return Optional.ofNullable(current.get(key.path()));
    }

    @Override
    public synchronized Snapshot list(String prefix, String afterPath, int limit) {
        List<ApiObject> objects = new ArrayList<>();
        String from = afterPath.isEmpty() ? prefix : afterPath;
        for (var entry : current.tailMap(from, afterPath.isEmpty()).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (objects.size() == limit) {
                return new Snapshot(List.copyOf(objects), revision, true);
            }
            objects.add(entry.getValue());
        }
        return new Snapshot(List.copyOf(objects), revision, false);
    }

    @Override
    public ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide) {
        while (true) {
            ApiObject present = get(key).orElseThrow(() -> new KeyMissingException(key));
            Decision decision = decide.apply(present);
            Optional<ApiObject> written = write(present, decision);
            if (written.isPresent()) {
                if (!(decision instanceof Decision.Keep)) {
                    tell(written.get().revision());
                }
                return written.get();
            }
        }
    }

    /** Empty when another write came in between. */
    private synchronized Optional<ApiObject> write(ApiObject expected, Decision decision) {
        ObjectKey key = expected.key();
        ApiObject present = current.get(key.path());
        if (present == null || present.revision() != expected.revision()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (decision) {
                    case Decision.Keep keep -> present;
                    case Decision.Write write -> {
                        ApiObject written = ApiObject.of(key, ++revision, ApiObject.document(write.object()));
                        current.put(key.path(), written);
                        append(new StoreEvent.Updated(written));
                        yield written;
                    }
                    case Decision.Remove remove -> {
                        ApiObject last = ApiObject.of(key, ++revision, ApiObject.document(remove.last()));
                        current.remove(key.path());
                        append(new StoreEvent.Removed(last));
                        yield last;
                    }
                });
    }

    private void append(StoreEvent event) {
        log.put(event.revision(), event);
        if (log.size() > logLimit) {
            compacted = log.pollFirstEntry().getKey();
        }
    }

    private void tell(long reached) {
        listeners.forEach(listener -> listener.accept(reached));
    }

    @Override
    public synchronized List<StoreEvent> eventsAfter(long after, int limit) {
        if (after < compacted) {
            throw new RevisionCompactedException(after, compacted);
        }
        return log.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public AutoCloseable onCommit(Consumer<Long> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
