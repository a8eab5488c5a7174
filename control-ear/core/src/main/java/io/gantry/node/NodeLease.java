package io.gantry.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The lease by which the node lifecycle controller sees that a node lives (KEP-589). */
final class NodeLease {

    static final GroupResource LEASES = new GroupResource("coordination.k8s.io", "leases");
    static final String NAMESPACE = "kube-node-lease";

    private static final int DURATION_SECONDS = 40;

    /** Agents send a heartbeat every 10 s; a second less, so that a timer that fires a little early is not ignored. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(9);

    private NodeLease() {}

    static ObjectKey key(String nodeName) {
        return new ObjectKey(LEASES, NAMESPACE, nodeName);
    }

    static boolean isDue(JsonNode lease, Instant now) {
        try {
            Instant renewed = Instant.parse(lease.path("spec").path("renewTime").asText(""));
            return Duration.between(renewed, now).abs().compareTo(LEAST_INTERVAL) >= 0;
        } catch (DateTimeParseException _) {
            return true;
        }
    }

    static ObjectNode created(String nodeName, Optional<ApiObject> node, Instant now) {
        ObjectNode lease = Json.object();
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", nodeName);
        metadata.put("namespace", NAMESPACE);
        node.ifPresent(owner -> metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", nodeName)
                .put("uid", owner.uid()));
        return renewed(lease, nodeName, now);
    }

    static ObjectNode renewed(ObjectNode lease, String nodeName, Instant now) {
        lease.withObject("/spec")
                .put("holderIdentity", nodeName)
                .put("leaseDurationSeconds", DURATION_SECONDS)
                .put("renewTime", Timestamps.micros(now));
        return lease;
    }
}
