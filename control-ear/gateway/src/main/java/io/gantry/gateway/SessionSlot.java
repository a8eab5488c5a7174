package io.gantry.gateway;

import io.gantry.node.v1.SessionRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The place of one session among those that its node may have. Thread-safe. */
final class SessionSlot {

    private final String nodeName;
    private final SessionRequest request;
    private final InstantSource clock;
    private volatile Instant lastHeard;
    private volatile Optional<NodeSession> session = Optional.empty();

    SessionSlot(String nodeName, SessionRequest request, InstantSource clock) {
        this.nodeName = nodeName;
        this.request = request;
        this.clock = clock;
        this.lastHeard = clock.instant();
    }

    String nodeName() {
        return nodeName;
    }

    /** When the node last sent output, or the session was asked for. */
    Instant lastHeard() {
        return lastHeard;
    }

    void begun(NodeSession opened) {
        session = Optional.of(opened);
    }

    void heard() {
        lastHeard = clock.instant();
    }

    /**
     * Whether it may end for another one. Nobody may know that the client of a followed log is gone until there is something to send
     * to it, and who reads a log can ask for it again; commands and connections could not go on where they were.
     */
    boolean mayGiveWay() {
        return request.hasLogs() && request.getLogs().getFollow() && session.isPresent();
    }

    void giveWay() {
        session.ifPresent(NodeSession::giveWay);
    }
}
