package io.gantry.agent.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.system.SystemCommands;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routed mode: the pods of every other node are reached through that node's address, which must be on a network of this node's
 * own. Not for several threads at once.
 */
public final class PodRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(PodRoutes.class);

    /** Marks our routes in the kernel's table, so that those of nodes that went can be found after a restart (rtnetlink protocol). */
    private static final String PROTOCOL = "71";

    private final String nodeName;
    private final SystemCommands commands;
    private final Map<String, String> applied = new HashMap<>();
    private boolean started;

    public PodRoutes(String nodeName, SystemCommands commands) {
        this.nodeName = nodeName;
        this.commands = commands;
    }

    /** Makes the routes those to these nodes (core/v1). */
    public void apply(Collection<JsonNode> nodes) {
        if (!started) {
            commands.run("ip", "route", "flush", "proto", PROTOCOL);
            started = true;
        }
        Map<String, String> wanted = wanted(nodeName, nodes);
        for (String cidr : applied.keySet().stream()
                .filter(cidr -> !wanted.containsKey(cidr))
                .toList()) {
            commands.run("ip", "route", "delete", cidr, "proto", PROTOCOL);
            applied.remove(cidr);
        }
        wanted.forEach((cidr, gateway) -> {
            if (!gateway.equals(applied.get(cidr))) {
                commands.require("ip", "route", "replace", cidr, "via", gateway, "proto", PROTOCOL);
                applied.put(cidr, gateway);
                LOG.info("route written cidr={} gateway={}", cidr, gateway);
            }
        });
    }

    /** Pod network to gateway, for every node but this one. */
    static Map<String, String> wanted(String nodeName, Collection<JsonNode> nodes) {
        Map<String, String> routes = new TreeMap<>();
        for (JsonNode node : nodes) {
            String cidr = node.path("spec").path("podCIDR").asText("");
            String address = internalAddress(node);
            if (!node.path("metadata").path("name").asText().equals(nodeName)
                    && !cidr.isEmpty()
                    && !address.isEmpty()) {
                routes.put(cidr, address);
            }
        }
        return routes;
    }

    private static String internalAddress(JsonNode node) {
        for (JsonNode address : node.path("status").path("addresses")) {
            if (address.path("type").asText().equals("InternalIP")) {
                return address.path("address").asText();
            }
        }
        return "";
    }

    public void remove() {
        commands.run("ip", "route", "flush", "proto", PROTOCOL);
        applied.clear();
    }
}
