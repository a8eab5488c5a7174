package io.gantry.controller.nodeipam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Ipv4Block;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives each node a part of the cluster's network for its pods ({@code spec.podCIDR}). */
public final class NodeIpamController implements Controller {

    private static final String NAME = "node-ipam-controller";

    /** One key for all nodes, so that no two can be given the same part. */
    private static final ObjectKey ALL = ObjectKey.cluster(ResourceNames.NODES, "");

    private final Ipv4Block cluster;
    private final int nodePrefix;

    /**
     * @param cluster for example 10.244.0.0/16
     * @param nodePrefix bits of each node's part, 24 by default
     */
    public NodeIpamController(Ipv4Block cluster, int nodePrefix) {
        if (nodePrefix < cluster.prefix() || nodePrefix > 30) {
            throw new IllegalArgumentException("node prefix /" + nodePrefix + " does not fit into " + cluster);
        }
        this.cluster = cluster;
        this.nodePrefix = nodePrefix;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watches watches() {
        return Watches.none().on(ResourceNames.NODES, (event, view) -> needs(event));
    }

    /** A node that leaves may make room for one that waits. */
    private static Collection<ObjectKey> needs(CacheEvent event) {
        boolean concerns =
                event instanceof CacheEvent.Deleted || podCidr(event.object()).isEmpty();
        return concerns ? List.of(ALL) : List.of();
    }

    private static String podCidr(ApiObject node) {
        return node.spec().path("podCIDR").asText("");
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Set<String> taken = new HashSet<>();
        List<ApiObject> nodes = view.list(ResourceNames.NODES);
        nodes.forEach(node -> taken.add(podCidr(node)));
        Plan.Builder plan = Plan.builder();
        long next = 0;
        for (ApiObject node : nodes) {
            if (!podCidr(node).isEmpty() || node.isBeingDeleted()) {
                continue;
            }
            Optional<Ipv4Block> free = firstFree(taken, next);
            if (free.isEmpty()) {
                plan.event(EventDraft.normal(
                        node, NAME, "CIDRNotAvailable", "Node " + node.name() + " status is now: CIDRNotAvailable"));
                continue;
            }
            next = cluster.index(free.get()) + 1;
            taken.add(free.get().toString());
            plan.add(assign(node, free.get().toString()));
        }
        return plan.build();
    }

    private Optional<Ipv4Block> firstFree(Set<String> taken, long from) {
        for (long i = from; i < cluster.parts(nodePrefix); i++) {
            Ipv4Block part = cluster.part(nodePrefix, i);
            if (!taken.contains(part.toString())) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static Change assign(ApiObject node, String cidr) {
        ObjectNode desired = node.copy();
        ObjectNode spec = desired.withObject("/spec");
        spec.put("podCIDR", cidr);
        spec.putArray("podCIDRs").add(cidr);
        return new Change.Update(node, desired);
    }
}
