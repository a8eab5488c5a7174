package io.gantry.store.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.KeyExistsException;
import io.gantry.store.KeyMissingException;
import io.gantry.store.ObjectStore;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreEvent;
import io.gantry.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** The store over PostgreSQL: see {@code V1__object_store.sql} for its tables and docs/adr/0002 for its one writer. */
public final class PostgresObjectStore implements ObjectStore {

    private static final long WRITE_TIMEOUT_SECONDS = 30;
    private static final int LOAD_FETCH_SIZE = 2000;

    private final Database database;
    private final OwnCommits own = new OwnCommits();
    private final List<Consumer<Long>> listeners = new CopyOnWriteArrayList<>();
    private final GroupWriter writer;
    private final CommitListener commits;
    private final CurrentRevision current;
    private final LogPartitions partitions;

    /** Takes the database over: {@link #close} closes it. */
    public PostgresObjectStore(Database database) {
        this.database = database;
        this.partitions = new LogPartitions(database);
        this.current = new CurrentRevision(this::queryRevision);
        partitions.createAhead(queryRevision());
        this.writer = new GroupWriter(database, this::committed);
        this.commits = new CommitListener(database.settings(), this::tell);
    }

    private void committed(OwnCommits.Group group) {
        own.add(group);
        tell(group.last());
    }

    private void tell(long revision) {
        listeners.forEach(listener -> listener.accept(revision));
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object) {
        return write(key, WriteType.CREATE, 0, object).orElseThrow(() -> new KeyExistsException(key));
    }

    @Override
    public ApiObject update(ObjectKey key, Function<ApiObject, Decision> decide) {
        while (true) {
            ApiObject present = get(key).orElseThrow(() -> new KeyMissingException(key));
            Optional<ApiObject> written = switch (decide.apply(present)) {
                case Decision.Keep keep -> Optional.of(present);
                case Decision.Write write -> write(key, WriteType.UPDATE, present.revision(), write.object());
                case Decision.Remove remove -> write(key, WriteType.REMOVE, present.revision(), remove.last());
            };
            if (written.isPresent()) {
                return written.get();
            }
        }
    }

    private Optional<ApiObject> write(ObjectKey key, WriteType type, long expected, ObjectNode object) {
        String uid = object.path("metadata").path("uid").asText("");
        PendingWrite write =
                new PendingWrite(key, type, expected, uid, ApiObject.document(object), new CompletableFuture<>());
        writer.submit(write);
        try {
            return write.result().get(WRITE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StoreUnavailableException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("the database did not answer in " + WRITE_TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while the write was under way", e);
        }
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        return read(session -> session.createQuery("from ObjectRow where key = :key", ObjectRow.class)
                .setParameter("key", key.path())
                .uniqueResultOptional()
                .map(row -> object(row.key(), row.revision(), row.document())));
    }

    /** One statement, so the list is of one moment; the counter is read in the same statement. */
    @Override
    public Snapshot list(String prefix, String afterPath, int limit) {
        String from = afterPath.isEmpty() ? prefix : afterPath;
        String comparison = afterPath.isEmpty() ? ">=" : ">";
        String query = "select c.value, o.key, o.revision, o.document from revision_counter c left join"
                + " (select key, revision, document from object where key " + comparison
                + " ? and key < ? order by key limit ?) o on true order by o.key";
        try (StatelessSession session = database.sessions().openStatelessSession()) {
            return Transactions.inTransaction(session, connection -> {
                try (var statement = connection.prepareStatement(query)) {
                    statement.setFetchSize(LOAD_FETCH_SIZE);
                    statement.setString(1, from);
                    statement.setString(2, prefix + '\uffff');
                    statement.setLong(3, limit == Integer.MAX_VALUE ? limit : limit + 1L);
                    try (ResultSet rows = statement.executeQuery()) {
                        return snapshot(rows, limit);
                    }
                }
            });
        }
    }

    private static Snapshot snapshot(ResultSet rows, int limit) throws java.sql.SQLException {
        List<ApiObject> objects = new ArrayList<>();
        long revision = 0;
        boolean more = false;
        while (rows.next()) {
            revision = rows.getLong(1);
            if (rows.getString(2) != null) {
                if (objects.size() == limit) {
                    more = true;
                } else {
                    objects.add(object(rows.getString(2), rows.getLong(3), rows.getString(4)));
                }
            }
        }
        return new Snapshot(objects, revision, more);
    }

    @Override
    public List<StoreEvent> eventsAfter(long revision, int limit) {
        Optional<List<StoreEvent>> known = own.after(revision, limit);
        if (known.isPresent()) {
            return known.get();
        }
        return read(session -> {
            List<StoreEvent> events = session
                    .createQuery("from LogRow where revision > :revision order by revision", LogRow.class)
                    .setParameter("revision", revision)
                    .setMaxResults(limit)
                    .getResultList()
                    .stream()
                    .map(LogRow::event)
                    .toList();
            long oldest = partitions.oldestRevision(session);
            if (revision < oldest) {
                throw new RevisionCompactedException(revision, oldest);
            }
            return events;
        });
    }

    @Override
    public long revision() {
        return current.get();
    }

    private long queryRevision() {
        return read(session -> session.createNativeQuery("select value from revision_counter where id = 1", Long.class)
                .getSingleResult());
    }

    @Override
    public AutoCloseable onCommit(Consumer<Long> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Makes partitions for coming revisions; to be called from time to time. */
    public void maintain() {
        partitions.createAhead(revision());
    }

    private <T> T read(Function<StatelessSession, T> work) {
        try (StatelessSession session = database.sessions().openStatelessSession()) {
            return work.apply(session);
        } catch (RevisionCompactedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StoreUnavailableException("the database does not answer: " + e.getMessage(), e);
        }
    }

    private static ApiObject object(String key, long revision, String document) {
        return ApiObject.of(ObjectKey.parse(key), revision, document.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        commits.close();
        writer.close();
        listeners.clear();
        database.close();
    }
}
