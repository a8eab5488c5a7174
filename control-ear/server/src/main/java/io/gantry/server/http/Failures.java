package io.gantry.server.http;

import io.gantry.status.StatusException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients learn of our own mistakes: that there was one, and the id under which the log tells more. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int INTERNAL = 500;

    private Failures() {}

    static StatusException internal(Throwable failure) {
        UUID id = UUID.randomUUID();
        LOG.error("event=internal-error id={}", id, failure);
        return StatusException.of(INTERNAL, "InternalError", "Internal error occurred: see the server's log, id " + id);
    }
}
