package io.gantry.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;

/** What nodes are told of one another: where a node is and which pod network it has. It changes seldom, so heartbeats tell nobody. */
final class NodePeer {

    private NodePeer() {}

    static ApiObject of(ApiObject node) {
        ObjectNode peer = Json.object();
        peer.put("apiVersion", "v1").put("kind", "Node");
        peer.putObject("metadata").put("name", node.name()).put("uid", node.uid());
        ObjectNode spec = peer.putObject("spec");
        spec.put("podCIDR", node.spec().path("podCIDR").asText(""));
        spec.set("podCIDRs", node.spec().path("podCIDRs").deepCopy());
        peer.putObject("status")
                .set("addresses", node.status().path("addresses").deepCopy());
        return ApiObject.of(node.key(), node.revision(), ApiObject.document(peer));
    }

    /** Whether an event of a Node is news for the other nodes. */
    static boolean isNews(CacheEvent event) {
        return !(event instanceof CacheEvent.Modified(ApiObject now, ApiObject before))
                || !now.spec().path("podCIDRs").equals(before.spec().path("podCIDRs"))
                || !now.status().path("addresses").equals(before.status().path("addresses"));
    }
}
