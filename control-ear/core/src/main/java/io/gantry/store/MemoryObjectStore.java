package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The in-memory twin of the PostgreSQL store, for tests and the simulation. It has no threads: listeners run on the writer's. The log
 * keeps a bounded number of events.
 */
public final class MemoryObjectStore implements ObjectStore {

    private final int logLimit;
    private final TreeMap<String, ApiObject> current = new TreeMap<>();
    private final TreeMap<Long, LoggedWrite> log = new TreeMap<>();
    private final InstantSource clock;
    private final CommitListeners listeners = new CommitListeners();
    private long revision;
    private long compacted;

    /**
     * An empty store.
     *
     * @param logLimit events kept, older ones are compacted
     */
    public MemoryObjectStore(int logLimit) {
        this(logLimit, InstantSource.fixed(Instant.EPOCH));
    }

    /**
     * An empty store.
     *
     * @param logLimit events kept, older ones are compacted
     * @param clock tells when writes were made
     */
    public MemoryObjectStore(int logLimit, InstantSource clock) {
        this.logLimit = logLimit;
        this.clock = clock;
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object, Origin origin) {
        StoredDocument document = StoredDocument.of(key, object);
        ApiObject created;
        synchronized (this) {
            if (current.containsKey(key.path())) {
                throw new KeyExistsException(key);
            }
            created = document.at(++revision);
            current.put(key.path(), created);
            append(new StoreEvent.Created(created), 0, origin);
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
    public ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide, Origin origin) {
        while (true) {
            ApiObject present = get(key).orElseThrow(() -> new KeyMissingException(key));
            Decision decision = decide.apply(present);
            Optional<ApiObject> written = write(present, decision, origin);
            if (written.isPresent()) {
                if (!(decision instanceof Decision.Keep)) {
                    listeners.tell(written.get().revision());
                }
                return written.get();
            }
        }
    }

    /** Empty when another write came in between. */
    private synchronized Optional<ApiObject> write(ApiObject expected, Decision decision, Origin origin) {
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
                        append(new StoreEvent.Updated(written, expected.revision()), expected.revision(), origin);
                        yield written;
                    }
                    case Decision.Remove remove -> {
                        ApiObject last =
                                StoredDocument.of(expected.key(), remove.last()).at(++revision);
                        current.remove(path);
                        append(new StoreEvent.Removed(last), expected.revision(), origin);
                        yield last;
                    }
                });
    }

    @Override
    public List<ApiObject> commit(List<StagedWrite> writes) {
        List<ApiObject> written;
        synchronized (this) {
            List<ObjectKey> outrun =
                    writes.stream().filter(this::isOutrun).map(StagedWrite::key).toList();
            if (!outrun.isEmpty()) {
                throw new OutrunException(outrun);
            }
            written = writes.stream().map(this::apply).toList();
        }
        listeners.tell(written.getLast().revision());
        return written;
    }

    private boolean isOutrun(StagedWrite write) {
        return get(write.key()).map(ApiObject::revision).orElse(0L) != write.expected();
    }

    private ApiObject apply(StagedWrite write) {
        ApiObject written = StoredDocument.of(write.key(), write.object()).at(++revision);
        StoreEvent event = switch (write) {
            case StagedWrite.Create create -> new StoreEvent.Created(written);
            case StagedWrite.Update update -> new StoreEvent.Updated(written, update.present());
            case StagedWrite.Remove remove -> new StoreEvent.Removed(written);
        };
        if (event instanceof StoreEvent.Removed) {
            current.remove(write.key().path());
        } else {
            current.put(write.key().path(), written);
        }
        append(event, write.expected(), write.origin());
        return written;
    }

    private void append(StoreEvent event, long previous, Origin origin) {
        log.put(event.revision(), new LoggedWrite(event, previous, clock.instant(), origin));
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
        return log.tailMap(after, false).values().stream()
                .limit(limit)
                .map(LoggedWrite::event)
                .toList();
    }

    @Override
    public synchronized Map<Long, ApiObject> statesAt(Collection<Long> revisions) {
        Map<Long, ApiObject> states = new HashMap<>();
        for (Long wanted : revisions) {
            LoggedWrite write = log.get(wanted);
            if (write != null) {
                states.put(wanted, write.event().object());
            }
        }
        return states;
    }

    @Override
    public History history() {
        return new Past();
    }

    /** Reads the log from its end. */
    private final class Past implements History {

        @Override
        public List<LoggedWrite> of(ObjectKey key, long before, int limit) {
            return newestFirst(before, write -> write.event().key().equals(key), limit);
        }

        @Override
        public Optional<LoggedWrite> at(long wanted) {
            synchronized (MemoryObjectStore.this) {
                return Optional.ofNullable(log.get(wanted));
            }
        }

        @Override
        public List<LoggedWrite> writes(Range range, int limit) {
            return newestFirst(
                    range.before(),
                    write -> write.revision() > range.after()
                            && range.holds(write.event().key()),
                    limit);
        }

        private List<LoggedWrite> newestFirst(long before, Predicate<LoggedWrite> wanted, int limit) {
            synchronized (MemoryObjectStore.this) {
                return log.headMap(before, false).descendingMap().values().stream()
                        .filter(wanted)
                        .limit(limit)
                        .toList();
            }
        }

        @Override
        public Snapshot list(String prefix, long wanted) {
            synchronized (MemoryObjectStore.this) {
                if (wanted < compacted) {
                    throw new RevisionCompactedException(wanted, compacted);
                }
                TreeMap<String, ApiObject> states = new TreeMap<>(current);
                for (LoggedWrite write :
                        log.tailMap(wanted, false).descendingMap().values()) {
                    String path = write.event().key().path();
                    states.remove(path);
                    if (write.previous() > 0) {
                        states.put(path, stateOf(write.previous(), wanted));
                    }
                }
                return new Snapshot(
                        states.values().stream()
                                .filter(object -> object.key().path().startsWith(prefix))
                                .toList(),
                        wanted,
                        false);
            }
        }

        private ApiObject stateOf(long wanted, long asked) {
            return at(wanted)
                    .map(write -> write.event().object())
                    .orElseThrow(() -> new RevisionCompactedException(asked, compacted));
        }

        @Override
        public long revisionAt(Instant time) {
            synchronized (MemoryObjectStore.this) {
                return log.descendingMap().values().stream()
                        .filter(write -> !write.time().isAfter(time))
                        .mapToLong(LoggedWrite::revision)
                        .findFirst()
                        .orElse(0);
            }
        }
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
