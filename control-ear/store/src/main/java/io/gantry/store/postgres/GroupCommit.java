package io.gantry.store.postgres;

import io.gantry.store.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a group exactly once, however often the connection breaks: before it tries again it looks whether the last try went through.
 * Used by one thread.
 */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final GroupStatement statement;
    private final LogPartitions partitions;

    /** A revision from before the next group. */
    private long known;

    GroupCommit(GroupStatement statement, LogPartitions partitions, long known) {
        this.statement = statement;
        this.partitions = partitions;
        this.known = known;
    }

    /**
     * Commits the group. Throws {@link StoreUnavailableException} when the database stays away until a caller's deadline: the
     * outcome is then unknown. Throws what the server says when it refuses the group: nothing was written then.
     */
    WriteGroup.Outcome commit(WriteGroup group) throws InterruptedException {
        boolean uncertain = false;
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<WriteGroup.Outcome> done = uncertain ? statement.find(group, known) : Optional.empty();
                WriteGroup.Outcome outcome = done.isPresent() ? done.get() : statement.execute(group);
                known = Math.max(known, outcome.base());
                return outcome;
            } catch (RuntimeException e) {
                uncertain |= isUncertain(e, attempt);
                LOG.warn(
                        "group not committed writes={} attempt={} error=\"{}\"",
                        group.writes().size(),
                        attempt,
                        e.getMessage());
                if (group.isLate(System.nanoTime())) {
                    throw new StoreUnavailableException(
                            "the database went away during the write, whose outcome is unknown", e);
                }
                TimeUnit.MILLISECONDS.sleep(
                        Math.min(FIRST_PAUSE_MILLIS << Math.min(attempt, 10), LONGEST_PAUSE_MILLIS));
            }
        }
    }

    /** Whether the failed try may have been committed; rethrows a failure that another try would only repeat. */
    private boolean isUncertain(RuntimeException failure, int attempt) {
        return switch (SqlFailure.of(failure)) {
            case CONNECTION -> true;
            case NO_PARTITION -> {
                if (attempt > 1) {
                    throw failure;
                }
                partitions.createAhead();
                yield false;
            }
            case REFUSED -> throw failure;
        };
    }
}
