package io.gantry.gateway;

import io.gantry.node.v1.SessionRequest;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions on nodes: asks over the node's stream, and the agent dials back. */
public final class NodeSessions implements SessionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(NodeSessions.class);

    /** A session that was asked for and has not begun. */
    record Expected(
            NodeConnection connection,
            SessionSlot slot,
            SessionHandler handler,
            CompletableFuture<NodeSession> session) {}

    private final Connections connections;
    private final Supplier<String> ids;
    private final Duration patience;
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final SessionSlots slots;

    /**
     * @param ids makes session ids that nobody can guess
     * @param patience how long an agent may take to dial back
     * @param maxSessions sessions of one node at a time
     */
    NodeSessions(
            Connections connections, Supplier<String> ids, Duration patience, int maxSessions, InstantSource clock) {
        this.connections = connections;
        this.ids = ids;
        this.patience = patience;
        this.clock = clock;
        this.slots = new SessionSlots(maxSessions);
    }

    /**
     * Opens a session and waits until the agent has dialled back. Throws {@link StatusException}: 500 when the node is not
     * connected to this instance or does not dial back in time, 429 when it has too many sessions and none of them is a followed log
     * that has been silent for a minute; the one that has been silent the longest ends for the new one.
     *
     * @param request what is wanted; its session id is given here
     * @param handler takes what the agent sends
     */
    @Override
    public NodeSession open(String nodeName, SessionRequest request, SessionHandler handler) {
        NodeConnection connection = connections
                .find(nodeName)
                .orElseThrow(() -> BackendError.of(
                        "dial: node \"" + nodeName + "\" is not connected to this instance of the control plane"));
        SessionSlot slot = enter(nodeName, request);
        String id = ids.get();
        Expected wanted = new Expected(connection, slot, handler, new CompletableFuture<>());
        expected.put(id, wanted);
        try {
            if (!connection.request(request.toBuilder().setSessionId(id).build())) {
                throw BackendError.of("dial: node \"" + nodeName + "\" takes no more requests");
            }
            return await(nodeName, id, wanted);
        } catch (StatusException e) {
            leave(slot);
            throw e;
        }
    }

    private NodeSession await(String nodeName, String id, Expected wanted) {
        try {
            return wanted.session().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            if (expected.remove(id) == null) {
                // taken in the very last moment
                return wanted.session().join();
            }
            throw BackendError.of(
                    "dial: node \"%s\" did not answer within %d ms".formatted(nodeName, patience.toMillis()));
        } catch (ExecutionException e) {
            throw BackendError.of("dial: " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            expected.remove(id);
            throw BackendError.of("dial: interrupted");
        }
    }

    private SessionSlot enter(String nodeName, SessionRequest request) {
        SessionSlot slot = new SessionSlot(nodeName, request, clock);
        slots.enter(slot, clock.instant()).ifPresent(silent -> {
            LOG.info("event=silent-log-ended node={} last={}", nodeName, silent.lastHeard());
            silent.giveWay();
        });
        return slot;
    }

    /** A session is over. */
    void leave(SessionSlot slot) {
        slots.leave(slot);
    }

    /** Takes the session that an agent has dialled back for; empty when nobody waits for it, or not from this node. */
    Optional<Expected> claim(String nodeName, String id) {
        Expected wanted = expected.get(id);
        if (wanted == null || !wanted.connection().nodeName().equals(nodeName)) {
            return Optional.empty();
        }
        return expected.remove(id, wanted) ? Optional.of(wanted) : Optional.empty();
    }

    /** No session that was asked for over this connection will come. */
    void connectionEnded(NodeConnection connection) {
        expected.forEach((id, wanted) -> {
            if (wanted.connection() == connection && expected.remove(id, wanted)) {
                wanted.session()
                        .completeExceptionally(new IllegalStateException(
                                "node \"" + connection.nodeName() + "\" disconnected while it was asked"));
            }
        });
    }
}
