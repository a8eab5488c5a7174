package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.SortedSet;
import java.util.TreeSet;

/** Columns of nodes. */
public final class NodeColumns {

    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE = "kubernetes.io/role";

    public static final TableColumns NODE = ColumnList.named()
            .text("Status", "The status of the node", NodeColumns::status)
            .text("Roles", "The roles of the node", NodeColumns::roles)
            .age()
            .text("Version", "Version of the node's agent.", o -> Nodes.text(info(o), "kubeletVersion"))
            .wide("Internal-IP", "First internal address.", o -> address(o, "InternalIP"))
            .wide("External-IP", "First external address.", o -> address(o, "ExternalIP"))
            .wide("OS-Image", "Operating system.", o -> orUnknown(Nodes.text(info(o), "osImage")))
            .wide("Kernel-Version", "Kernel and architecture.", NodeColumns::kernel)
            .wide("Container-Runtime", "Engine.", o -> orUnknown(Nodes.text(info(o), "containerRuntimeVersion")))
            .build();

    private NodeColumns() {}

    private static JsonNode info(ApiObject node) {
        return node.status().path("nodeInfo");
    }

    private static String status(ApiObject node) {
        String ready = "Unknown";
        for (JsonNode condition : node.status().path("conditions")) {
            if (Nodes.text(condition, "type").equals("Ready")) {
                ready = Nodes.text(condition, "status").equals("True") ? "Ready" : "NotReady";
            }
        }
        return node.spec().path("unschedulable").asBoolean() ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(ApiObject node) {
        SortedSet<String> roles = new TreeSet<>();
        node.labels().forEach((key, value) -> {
            if (key.startsWith(ROLE_PREFIX)) {
                roles.add(key.substring(ROLE_PREFIX.length()));
            } else if (key.equals(ROLE)) {
                roles.add(value);
            }
        });
        roles.remove("");
        return roles.isEmpty() ? "<none>" : String.join(",", roles);
    }

    private static String address(ApiObject node, String type) {
        for (JsonNode address : node.status().path("addresses")) {
            if (Nodes.text(address, "type").equals(type)) {
                return Nodes.text(address, "address");
            }
        }
        return "<none>";
    }

    private static String kernel(ApiObject node) {
        String kernel = orUnknown(Nodes.text(info(node), "kernelVersion"));
        String architecture = Nodes.text(info(node), "architecture");
        return architecture.isEmpty() ? kernel : kernel + " (" + architecture + ")";
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "<unknown>" : text;
    }
}
