package io.gantry.gateway;

import io.gantry.node.v1.SessionRequest;

/** Opens sessions on nodes; see {@link NodeSessions#open}. */
@FunctionalInterface
public interface SessionOpener {

    SessionInput open(String nodeName, SessionRequest request, SessionHandler handler);
}
