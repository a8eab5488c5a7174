package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private final CommitListeners listeners = new CommitListeners();
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
        StoredDocument document = StoredDocument.of(key, object);
        ApiObject created;
        synchronized (this) {
            if (current.containsKey(key.path())) {
                throw new KeyExistsException(key);
            }
            created = document.at(++revision);
            current.put(key.path(), created);
            append(new StoreEvent.Created(created));
        }
        listeners.tell(created.revision());
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
                    listeners.tell(written.get().revision());
                }
                return written.get();
            }
        }
    }

    /** Empty when another write came in between. */
    private synchronized Optional<ApiObject> write(ApiObject expected, Decision decision) {
        String path = expected.key().path();
        ApiObject present = current.get(path);
        if (present == null || present.revision() != expected.revision()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (decision) {
                    case Decision.Keep keep -> present;
                    case Decision.Write write -> {
                        ApiObject written = StoredDocument.of(expected.key(), write.object())
                                .at(++revision);
                        current.put(path, written);
                        append(new StoreEvent.Updated(written, expected.revision()));
                        yield written;
                    }
                    case Decision.Remove remove -> {
                        ApiObject last =
                                StoredDocument.of(expected.key(), remove.last()).at(++revision);
                        current.remove(path);
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

    /** Drops the log up to a revision. */
    public synchronized void compact(long upTo) {
        log.headMap(upTo, true).clear();
        compacted = Math.max(compacted, Math.min(upTo, revision));
    }

    @Override
    public synchronized List<StoreEvent> eventsAfter(long after, int limit) {
        if (after < compacted) {
            throw new RevisionCompactedException(after, compacted);
        }
        return log.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized Map<Long, ApiObject> statesAt(Collection<Long> revisions) {
        Map<Long, ApiObject> states = new HashMap<>();
        for (Long wanted : revisions) {
            StoreEvent event = log.get(wanted);
            if (event != null) {
                states.put(wanted, event.object());
            }
        }
        return states;
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public AutoCloseable onCommit(Consumer<Long> listener) {
        return listeners.add(listener);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
