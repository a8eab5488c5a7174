package io.gantry.api;

import io.gantry.schedule.GoDuration;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.time.Duration;

/** How long a request that is no watch and no session may take: the {@code timeout} in its query, at most {@link #MAX}. */
final class RequestTimeout {

    /** Upstream's {@code --request-timeout}. */
    static final Duration MAX = Duration.ofMinutes(1);

    private RequestTimeout() {}

    /** No timeout, and one of zero, means as long as may be. Throws BadRequest for what is no duration. */
    static Duration of(QueryParameters query) {
        String text = query.text("timeout");
        if (text.isEmpty()) {
            return MAX;
        }
        Duration wanted = GoDuration.parse(text)
                .orElseThrow(() -> StatusException.badRequest(
                        "invalid timeout specified in the request URL - time: " + reason(text)));
        return wanted.isPositive() && wanted.compareTo(MAX) < 0 ? wanted : MAX;
    }

    private static String reason(String text) {
        boolean bare = text.matches("[-+]?\\d+");
        return (bare ? "missing unit in duration " : "invalid duration ") + Quoted.of(text);
    }
}
