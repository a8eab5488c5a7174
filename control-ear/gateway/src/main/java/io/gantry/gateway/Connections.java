package io.gantry.gateway;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The nodes that are connected to this instance; the newest connection of a node counts, and one over which it reports counts more than
 * one over which it does not.
 */
final class Connections {

    private final Map<String, NodeConnection> byNode = new ConcurrentHashMap<>();
    private volatile Consumer<NodeConnection> onLeave = _ -> {};

    /** Names who is told of each connection that has ended. */
    void onLeave(Consumer<NodeConnection> listener) {
        onLeave = listener;
    }

    Optional<NodeConnection> find(String nodeName) {
        return Optional.ofNullable(byNode.get(nodeName));
    }

    /**
     * Takes a connection in and ends the one before it.
     *
     * @param join runs under the same lock, so that of two connections at once the same one wins everywhere
     */
    synchronized void enter(NodeConnection connection, Runnable join) {
        NodeConnection before = byNode.put(connection.nodeName(), connection);
        if (before != null && before != connection) {
            before.replaced();
        }
        join.run();
    }

    /** Takes a secondary connection in, unless the node reports over one to this instance: then false. */
    synchronized boolean enterSecondary(NodeConnection connection) {
        NodeConnection before = byNode.get(connection.nodeName());
        if (before != null && !before.isSecondary()) {
            return false;
        }
        enter(connection, () -> {});
        return true;
    }

    void leave(NodeConnection connection) {
        byNode.remove(connection.nodeName(), connection);
        onLeave.accept(connection);
    }

    void closeAll(Status reason) {
        List.copyOf(byNode.values()).forEach(connection -> connection.close(reason));
    }

    int size() {
        return byNode.size();
    }
}
