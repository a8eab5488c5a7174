package io.gantry.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an event says of a request besides who and what.
 *
 * @param auditId the same in all events of the request, and in the answer's header {@code Audit-Id}
 * @param uri path and query as sent
 * @param addresses where it came from, the sender first
 * @param body read only when it is to be written down; absent when there is none or it cannot be read
 */
public record RequestFacts(
        String auditId,
        String uri,
        List<String> addresses,
        String userAgent,
        Instant received,
        Supplier<Optional<JsonNode>> body) {}
