package io.gantry.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The CNI configuration of a pod network: a list of plugins that are called one after the other.
 *
 * @see <a href="https://www.cni.dev/docs/spec/">the CNI specification</a>
 */
public record NetworkPlan(String name, String cniVersion, List<ObjectNode> plugins) {

    private static final String VERSION = "1.0.0";
    private static final String PORTMAP = "portmap";

    /**
     * The network the agent makes itself: a bridge with addresses from the node's range, and host ports.
     *
     * @param stateDir where host-local keeps its leases
     */
    public static NetworkPlan bridge(String bridge, String podCidr, Path stateDir) {
        ObjectNode ipam = Json.object().put("type", "host-local").put("dataDir", stateDir.toString());
        ipam.putArray("ranges").addArray().addObject().put("subnet", podCidr);
        ipam.putArray("routes").addObject().put("dst", "0.0.0.0/0");
        ObjectNode plugin = Json.object()
                .put("type", "bridge")
                .put("bridge", bridge)
                .put("isGateway", true)
                .put("ipMasq", false)
                .put("hairpinMode", true);
        plugin.set("ipam", ipam);
        ObjectNode ports = Json.object().put("type", PORTMAP).put("snat", true);
        ports.putObject("capabilities").put("portMappings", true);
        return new NetworkPlan("gantry", VERSION, List.of(plugin, ports));
    }

    /** Without the plugins that do nothing but map host ports: for a pod that has none, each start and end is a program less. */
    NetworkPlan withoutPortMappings() {
        List<ObjectNode> others = plugins.stream()
                .filter(plugin -> !plugin.path("type").asText().equals(PORTMAP))
                .toList();
        return new NetworkPlan(name, cniVersion, others);
    }

    /** A configuration list ({@code .conflist}) or a single plugin's configuration ({@code .conf}). */
    public static NetworkPlan read(ObjectNode file) {
        List<ObjectNode> plugins = new ArrayList<>();
        JsonNode listed = file.path("plugins");
        if (listed.isArray()) {
            listed.forEach(plugin -> plugins.add((ObjectNode) plugin));
        } else {
            plugins.add(file);
        }
        return new NetworkPlan(file.path("name").asText("gantry"), Json.text(file, "cniVersion", VERSION), plugins);
    }

    /** What is kept beside the pod so that the same plugins take down what they set up. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("name", name).put("cniVersion", cniVersion);
        ArrayNode array = json.putArray("plugins");
        plugins.forEach(plugin -> array.add(plugin.deepCopy()));
        return json;
    }
}
