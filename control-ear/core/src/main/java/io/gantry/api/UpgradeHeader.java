package io.gantry.api;

import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which protocol a client wants its connection to another server to change to. */
final class UpgradeHeader {

    private static final Set<String> PASSED_ON = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        PASSED_ON.add("websocket");
        PASSED_ON.add("SPDY/3.1");
    }

    private UpgradeHeader() {}

    /** Empty when the connection is to stay what it is. Refuses protocols that this server cannot pass on. */
    static Optional<String> wanted(Headers headers) {
        Optional<String> protocol = headers.upgrade();
        if (protocol.isPresent() && !PASSED_ON.contains(protocol.get())) {
            throw StatusException.badRequest("connections cannot be upgraded to " + Quoted.of(protocol.get())
                    + "; only " + String.join(" and ", PASSED_ON) + " are passed on");
        }
        return protocol;
    }
}
