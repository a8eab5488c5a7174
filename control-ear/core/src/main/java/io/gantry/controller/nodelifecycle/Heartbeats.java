package io.gantry.controller.nodelifecycle;

import io.gantry.cache.ClusterView;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each node was last seen to give a sign of life, on this process' clock: clocks of nodes are not trusted, and a control plane that
 * was away itself does not take its own absence for the nodes'.
 */
final class Heartbeats {

    private static final String LEASES = "kube-node-lease";

    private record Sign(String text, Instant at) {}

    private final Map<String, Sign> signs = new ConcurrentHashMap<>();

    static ObjectKey lease(String node) {
        return new ObjectKey(ResourceNames.LEASES, LEASES, node);
    }

    /** Whether a lease is a node's. */
    static boolean isNodeLease(ObjectKey lease) {
        return lease.namespace().equals(LEASES);
    }

    /** When the node's lease or status was first seen as it is now. */
    Instant last(ApiObject node, ClusterView view, Instant now) {
        String renewed = view.get(lease(node.name()))
                .map(lease -> lease.spec().path("renewTime").asText())
                .orElse("");
        String reported = Conditions.of(node.status())
                .find("Ready")
                .map(ready -> ready.path("lastHeartbeatTime").asText())
                .orElse("");
        String text = node.uid() + "|" + renewed + "|" + reported;
        return signs.compute(
                        node.name(),
                        (name, known) -> known != null && known.text().equals(text) ? known : new Sign(text, now))
                .at();
    }

    void forget(String node) {
        signs.remove(node);
    }
}
