package io.gantry.store.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import io.gantry.store.CommitListeners;
import io.gantry.store.Decision;
import io.gantry.store.History;
import io.gantry.store.KeyExistsException;
import io.gantry.store.KeyMissingException;
import io.gantry.store.ObjectStore;
import io.gantry.store.Origin;
import io.gantry.store.StagedWrite;
import io.gantry.store.StoreEvent;
import io.gantry.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The store over PostgreSQL: see {@code db/migration} for its tables and docs/adr/0002 for its one writer. Calls throw {@link
 * StoreUnavailableException} when the database stays away; the outcome of a write is then unknown.
 */
public final class PostgresObjectStore implements ObjectStore {

    private static final Duration HISTORY = Duration.ofDays(7);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

    /** What the writer may need beyond the deadline to find that it has passed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Database database;
    private final DocumentCipher cipher;
    private final LogPartitions partitions;
    private final ReachedRevision reached = new ReachedRevision();
    private final ReadLease lease;
    private final OwnCommits own = new OwnCommits();
    private final CommitListeners listeners = new CommitListeners();
    private final ObjectReader objects;
    private final LogReader log;
    private final LogHistory history;
    private final CurrentRevision current;
    private final GroupWriter writer;
    private final CommitListener commits;
    private final Maintenance maintenance;

    /** Keeps history for seven days and encrypts nothing. Takes the database over: {@link #close} closes it. */
    public PostgresObjectStore(Database database) {
        this(database, DocumentCipher.NONE, HISTORY, InstantSource.system());
    }

    /**
     * Takes the database over: {@link #close} closes it. Throws {@link UnreadableDocumentException} when the database holds values that
     * the keys cannot decrypt.
     *
     * @param cipher how documents are kept
     * @param keep how long the log is kept; it is cut by whole partitions
     */
    public PostgresObjectStore(Database database, DocumentCipher cipher, Duration keep, InstantSource clock) {
        this.database = database;
        KeyRegister keys = new KeyRegister(database, cipher);
        keys.check();
        this.objects = new ObjectReader(database, cipher);
        this.log = new LogReader(database, cipher);
        this.history = new LogHistory(database, cipher);
        this.current =
                new CurrentRevision(new AdvancingRevision(objects::revision, new RestoredDatabase(database), reached));
        this.lease = new ReadLease(database, reached);
        this.cipher = cipher;
        this.partitions = new LogPartitions(database);
        partitions.createAhead();
        GroupCommit commit =
                new GroupCommit(new GroupStatement(database, cipher, reached, lease), partitions, objects.revision());
        this.writer = new GroupWriter(commit, lease, this::committed);
        this.commits = new CommitListener(database.settings(), this::notified);
        this.maintenance = new Maintenance(partitions, new DocumentRewriter(database, cipher, keys), keep, clock);
    }

    private void committed(OwnCommits.Group group) {
        reached.note(group.last());
        own.add(group);
        listeners.tell(group.last());
    }

    /** Own commits were told when they were made. */
    private void notified(long revision) {
        if (revision > own.last()) {
            listeners.tell(revision);
        }
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object, Origin origin) {
        return write(WriteType.CREATE, key, object, 0, origin).orElseThrow(() -> new KeyExistsException(key));
    }

    @Override
    public ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide, Origin origin) {
        while (true) {
            ApiObject present = get(key).orElseThrow(() -> new KeyMissingException(key));
            Optional<ApiObject> written = switch (decide.apply(present)) {
                case Decision.Keep keep -> Optional.of(present);
                case Decision.Write write -> write(WriteType.UPDATE, key, write.object(), present.revision(), origin);
                case Decision.Remove remove -> write(WriteType.REMOVE, key, remove.last(), present.revision(), origin);
            };
            if (written.isPresent()) {
                return written.get();
            }
        }
    }

    /** Empty when the present state is not the expected one. */
    private Optional<ApiObject> write(WriteType type, ObjectKey key, ObjectNode object, long expected, Origin origin) {
        PendingWrite write = pending(type, key, object, expected, origin);
        writer.submit(write);
        return await(write.result());
    }

    /** On the caller's thread: the counter's row puts it in line with the writer's groups. */
    @Override
    public List<ApiObject> commit(List<StagedWrite> writes) {
        List<PendingWrite> pending =
                writes.stream().map(PostgresObjectStore::pending).toList();
        try (ReadLease.Commit begun = lease.commit()) {
            List<ApiObject> written = committed(pending);
            begun.noted();
            return written;
        }
    }

    private List<ApiObject> committed(List<PendingWrite> pending) {
        WriteGroup.Outcome outcome = committed(new WriteGroup(UUID.randomUUID(), pending));
        List<ApiObject> written = new ArrayList<>();
        List<StoreEvent> events = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            ApiObject object = pending.get(i).document().at(outcome.revisions()[i]);
            written.add(object);
            events.add(pending.get(i).event(object));
        }
        committed(new OwnCommits.Group(outcome.base(), events));
        return written;
    }

    private WriteGroup.Outcome committed(WriteGroup group) {
        try {
            return new GroupCommit(
                            new AtomicStatement(database, cipher, reached, lease), partitions, objects.revision())
                    .commit(group);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted; the outcome of the writes is unknown", e);
        }
    }

    private static PendingWrite pending(StagedWrite write) {
        WriteType type = switch (write) {
            case StagedWrite.Create create -> WriteType.CREATE;
            case StagedWrite.Update update -> WriteType.UPDATE;
            case StagedWrite.Remove remove -> WriteType.REMOVE;
        };
        return pending(type, write.key(), write.object(), write.expected(), write.origin());
    }

    private static PendingWrite pending(
            WriteType type, ObjectKey key, ObjectNode object, long expected, Origin origin) {
        return new PendingWrite(
                type,
                StoredDocument.of(key, object),
                expected,
                object.path("metadata").path("uid").asText(""),
                origin,
                System.nanoTime() + WRITE_TIMEOUT.toNanos(),
                new CompletableFuture<>());
    }

    private static Optional<ApiObject> await(CompletableFuture<Optional<ApiObject>> result) {
        try {
            return result.get(WRITE_TIMEOUT.plus(GRACE).toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StoreUnavailableException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("the database does not answer; the outcome of the write is unknown", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted; the outcome of the write is unknown", e);
        }
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        return objects.get(key);
    }

    @Override
    public Snapshot list(String prefix, String afterPath, int limit) {
        return objects.list(prefix, afterPath, limit);
    }

    @Override
    public List<StoreEvent> eventsAfter(long revision, int limit) {
        List<StoreEvent> known = own.after(revision, limit);
        return known.isEmpty() ? logged(revision, limit) : known;
    }

    private List<StoreEvent> logged(long revision, int limit) {
        List<StoreEvent> events = log.after(revision, limit);
        if (!events.isEmpty()) {
            reached.note(events.getLast().revision());
        }
        return events;
    }

    @Override
    public Map<Long, ApiObject> statesAt(Collection<Long> revisions) {
        return log.statesAt(revisions);
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public long revision() {
        OptionalLong known = lease.revision();
        return known.isPresent() ? known.getAsLong() : current.get();
    }

    @Override
    public AutoCloseable onCommit(Consumer<Long> listener) {
        return listeners.add(listener);
    }

    @Override
    public void close() {
        maintenance.close();
        commits.close();
        writer.close();
        listeners.clear();
        database.close();
    }
}
