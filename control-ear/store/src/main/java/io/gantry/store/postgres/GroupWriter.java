package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.store.StoreEvent;
import io.gantry.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer: takes what has queued, commits it as a group, completes the callers. */
final class GroupWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    private final WriteQueue queue = new WriteQueue();
    private final GroupCommit commit;
    private final ReadLease lease;
    private final Consumer<OwnCommits.Group> committed;
    private final Thread thread;

    /**
     * Starts the writer.
     *
     * @param committed told of every group after its commit and before its callers
     */
    GroupWriter(GroupCommit commit, ReadLease lease, Consumer<OwnCommits.Group> committed) {
        this.commit = commit;
        this.lease = lease;
        this.committed = committed;
        this.thread = Thread.ofPlatform().daemon().name("store-writer").start(this::run);
    }

    /** Queues a write. Throws {@link StoreUnavailableException} when too many wait. */
    void submit(PendingWrite write) {
        queue.add(write);
    }

    private void run() {
        try {
            for (List<PendingWrite> writes = queue.take(); !writes.isEmpty(); writes = queue.take()) {
                write(inTime(writes));
            }
        } catch (InterruptedException e) {
            LOG.info("store writer interrupted");
        } finally {
            abandonWaiting();
        }
    }

    /** Fails the writes whose callers have given up while the database was away; they were never begun. */
    private static List<PendingWrite> inTime(List<PendingWrite> writes) {
        long now = System.nanoTime();
        writes.stream()
                .filter(write -> write.isLate(now))
                .forEach(write -> write.result()
                        .completeExceptionally(new StoreUnavailableException("the database does not take writes")));
        return writes.stream().filter(write -> !write.isLate(now)).toList();
    }

    private void write(List<PendingWrite> writes) throws InterruptedException {
        if (writes.isEmpty()) {
            return;
        }
        try {
            commit(writes);
        } catch (StoreUnavailableException e) {
            fail(writes, e);
        } catch (InterruptedException e) {
            fail(writes, new StoreUnavailableException("the store was closed during the write", e));
            throw e;
        } catch (RuntimeException e) {
            singleOut(writes, e);
        }
    }

    private void commit(List<PendingWrite> writes) throws InterruptedException {
        List<Optional<ApiObject>> results;
        try (ReadLease.Commit begun = lease.commit()) {
            results = results(writes, commit.commit(new WriteGroup(UUID.randomUUID(), writes)));
            begun.noted();
        }
        for (int i = 0; i < writes.size(); i++) {
            writes.get(i).result().complete(results.get(i));
        }
    }

    /** One write that the server refuses must not take its whole group with it. */
    private void singleOut(List<PendingWrite> writes, RuntimeException failure) throws InterruptedException {
        if (writes.size() > 1) {
            for (PendingWrite write : writes) {
                write(List.of(write));
            }
            return;
        }
        LOG.error(
                "write refused by the database object=\"{}\"", writes.getFirst().key(), failure);
        fail(writes, failure);
    }

    private static void fail(List<PendingWrite> writes, RuntimeException failure) {
        writes.forEach(write -> write.result().completeExceptionally(failure));
    }

    /** What is told to the callers, after it was told to those who follow. */
    private List<Optional<ApiObject>> results(List<PendingWrite> writes, WriteGroup.Outcome outcome) {
        List<Optional<ApiObject>> results = new ArrayList<>(writes.size());
        List<StoreEvent> events = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            PendingWrite write = writes.get(i);
            long revision = outcome.revisions()[i];
            Optional<ApiObject> written = revision == 0
                    ? Optional.empty()
                    : Optional.of(write.document().at(revision));
            written.ifPresent(object -> events.add(write.event(object)));
            results.add(written);
        }
        if (!events.isEmpty()) {
            committed.accept(new OwnCommits.Group(outcome.base(), events));
        }
        return results;
    }

    private void abandonWaiting() {
        queue.close();
        try {
            for (List<PendingWrite> left = queue.take(); !left.isEmpty(); left = queue.take()) {
                fail(left, new StoreUnavailableException("the store is closed"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
