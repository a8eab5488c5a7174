package io.gantry.api;

import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which protocol a client wants its connection to change to (RFC 9110, 7.8). */
final class UpgradeHeader {

    private static final Set<String> PASSED_ON = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        PASSED_ON.add("websocket");
        PASSED_ON.add("SPDY/3.1");
    }

    private UpgradeHeader() {}

    /** Empty when the connection is to stay what it is. Refuses protocols that this server cannot pass on. */
    static Optional<String> wanted(Headers headers) {
        boolean wanted = headers.all("Connection").stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(token -> token.strip().equalsIgnoreCase("upgrade"));
        String protocol = headers.first("Upgrade");
        if (!wanted || protocol.isEmpty()) {
            return Optional.empty();
        }
        if (!PASSED_ON.contains(protocol)) {
            throw StatusException.badRequest("connections cannot be upgraded to " + Quoted.of(protocol) + "; only "
                    + String.join(" and ", PASSED_ON) + " are passed on");
        }
        return Optional.of(protocol);
    }
}
