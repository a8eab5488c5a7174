package io.gantry.store.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What a failed statement says about the next try (PostgreSQL manual, appendix A: error codes). */
enum SqlFailure {
    /** The connection is gone or the server is not ready: the same may succeed soon. Whether a commit went through is unknown. */
    CONNECTION,
    /** No partition of the log takes the revision; nothing was written. */
    NO_PARTITION,
    /** The server refused the statement; nothing was written. */
    REFUSED;

    static SqlFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return CONNECTION; // the pool has no connection
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return of(sql.getSQLState());
            }
        }
        return REFUSED;
    }

    /** Whether a statement ran out of its time. */
    static boolean isCancelled(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "57014".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static SqlFailure of(String state) {
        if (state.equals("23514")) { // check_violation
            return NO_PARTITION;
        }
        boolean passing = state.startsWith("08") // connection exception
                || state.startsWith("57P") // shutdown, crash, starting up
                || state.startsWith("53") // insufficient resources
                || state.startsWith("40"); // rolled back: deadlock, serialization
        return passing ? CONNECTION : REFUSED;
    }
}
