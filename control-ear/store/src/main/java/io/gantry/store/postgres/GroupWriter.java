package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.store.StoreEvent;
import io.gantry.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes what has queued, writes it in one transaction, completes the callers. A group whose commit failed is settled by
 * reading the log: what stands there was written, whatever the connection said.
 */
final class GroupWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    private static final int QUEUE = 8192;
    private static final int GROUP = 256;

    /** Bytes of documents in one group, so that a group of large objects does not keep small ones waiting. */
    private static final long GROUP_BYTES = 4L << 20;

    private static final String WRITE = "select item, written from write_group(?, ?, ?, ?, ?)";

    /** Refused: a write on a key that an earlier write of the same group touches waits for the next group. */
    private final Deque<PendingWrite> deferred = new ArrayDeque<>();

    private final BlockingQueue<PendingWrite> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Database database;
    private final Consumer<OwnCommits.Group> committed;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts the writer.
     *
     * @param committed told of every group after its commit and before its callers
     */
    GroupWriter(Database database, Consumer<OwnCommits.Group> committed) {
        this.database = database;
        this.committed = committed;
        this.thread = Thread.ofPlatform().daemon().name("store-writer").start(this::run);
    }

    void submit(PendingWrite write) {
        if (closed || !queue.offer(write)) {
            throw new StoreUnavailableException(closed ? "the store is closed" : "too many writes wait");
        }
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            try {
                List<PendingWrite> group = take();
                if (!group.isEmpty()) {
                    write(group);
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        StoreUnavailableException end = new StoreUnavailableException("the store is closed");
        deferred.forEach(write -> write.result().completeExceptionally(end));
    }

    private List<PendingWrite> take() throws InterruptedException {
        List<PendingWrite> group = new ArrayList<>();
        Set<Object> keys = new HashSet<>();
        long bytes = 0;
        Deque<PendingWrite> waiting = new ArrayDeque<>(deferred);
        deferred.clear();
        if (waiting.isEmpty()) {
            PendingWrite first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) {
                return List.of();
            }
            waiting.add(first);
        }
        while (group.size() < GROUP && bytes < GROUP_BYTES) {
            PendingWrite next = waiting.isEmpty() ? queue.poll() : waiting.poll();
            if (next == null) {
                break;
            }
            if (keys.add(next.key())) {
                group.add(next);
                bytes += next.document().length;
            } else {
                deferred.add(next);
            }
        }
        deferred.addAll(waiting);
        return group;
    }

    private void write(List<PendingWrite> group) {
        Map<Integer, Long> written;
        try {
            written = execute(group);
        } catch (RuntimeException e) {
            settle(group, e);
            return;
        }
        List<StoreEvent> events = new ArrayList<>();
        List<Optional<ApiObject>> results = new ArrayList<>();
        for (int item = 0; item < group.size(); item++) {
            PendingWrite write = group.get(item);
            Long revision = written.get(item + 1);
            Optional<ApiObject> result =
                    Optional.ofNullable(revision).map(number -> ApiObject.of(write.key(), number, write.document()));
            result.ifPresent(object -> events.add(write.type().event(object)));
            results.add(result);
        }
        written.keySet().stream()
                .min(Integer::compare)
                .ifPresent(item -> committed.accept(new OwnCommits.Group(written.get(item) - item, events)));
        for (int item = 0; item < group.size(); item++) {
            group.get(item).result().complete(results.get(item));
        }
    }

    private Map<Integer, Long> execute(List<PendingWrite> group) {
        int size = group.size();
        String[] keys = new String[size];
        Long[] expected = new Long[size];
        String[] uids = new String[size];
        Short[] types = new Short[size];
        String[] documents = new String[size];
        for (int i = 0; i < size; i++) {
            PendingWrite write = group.get(i);
            keys[i] = write.key().path();
            expected[i] = write.expected();
            uids[i] = write.uid();
            types[i] = write.type().code();
            documents[i] = new String(write.document(), StandardCharsets.UTF_8);
        }
        try (StatelessSession session = database.sessions().openStatelessSession()) {
            return Transactions.inTransaction(session, connection -> {
                Map<Integer, Long> written = new HashMap<>();
                try (var statement = connection.prepareStatement(WRITE)) {
                    statement.setArray(1, connection.createArrayOf("text", keys));
                    statement.setArray(2, connection.createArrayOf("bigint", expected));
                    statement.setArray(3, connection.createArrayOf("text", uids));
                    statement.setArray(4, connection.createArrayOf("smallint", types));
                    statement.setArray(5, connection.createArrayOf("text", documents));
                    try (var rows = statement.executeQuery()) {
                        while (rows.next()) {
                            written.put(rows.getInt(1), rows.getLong(2));
                        }
                    }
                }
                return written;
            });
        }
    }

    /**
     * The connection failed and nobody knows whether the group was committed. The log does: a write of ours stands there under its
     * key with its very document, above the revision that it expected.
     */
    private void settle(List<PendingWrite> group, RuntimeException failure) {
        LOG.warn("group failed writes={} error={}", group.size(), failure.toString());
        UnsettledGroup unsettled = new UnsettledGroup(database, group);
        for (int attempt = 0; attempt < 100 && !closed; attempt++) {
            try {
                unsettled.settle();
                return;
            } catch (RuntimeException e) {
                LOG.debug("group not settled attempt={} error={}", attempt, e.toString());
                pause();
            }
        }
        group.forEach(write -> write.result()
                .completeExceptionally(new StoreUnavailableException(
                        "the database went away during the write, whose outcome is unknown", failure)));
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
