package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes. */
public final class NodeRules {

    private static final String ONLY_ONCE = " except from \"\" to valid";

    private NodeRules() {}

    public static void check(Field node) {
        // upstream reports taints below metadata
        TolerationRules.taints(node.at("spec").at("taints").reportedAs("metadata.taints"));
        resources(node);
        Field ranges = node.at("spec").at("podCIDRs");
        ranges.items().forEach(range -> AddressRules.network(range, range.text(), List.of()));
        long families = ranges.texts().stream()
                .map(range -> IpAddress.isIpv6(range.split("/", -1)[0]))
                .distinct()
                .count();
        if (ranges.items().size() > 1 && (families < 2 || ranges.items().size() > 2)) {
            ranges.invalid("may specify no more than one CIDR for each IP family");
        }
    }

    private static void resources(Field node) {
        for (String list : List.of("capacity", "allocatable")) {
            Field amounts = node.at("status").at(list);
            Amounts.list(amounts.value())
                    .forEach((name, amount) -> ResourceRules.quantity(
                            amounts.at(name).reportedAs(amounts.path() + "." + name), name, amount));
        }
    }

    /** A node keeps its pod network and its provider's id. */
    public static void update(Field node, JsonNode old) {
        Field spec = node.at("spec");
        JsonNode before = old.path("spec");
        List<String> ranges = Nodes.texts(before, "podCIDRs");
        if (!ranges.isEmpty() && !ranges.equals(spec.at("podCIDRs").texts())) {
            spec.at("podCIDRs").forbidden("node updates may not change podCIDR" + ONLY_ONCE);
        }
        String provider = Nodes.text(before, "providerID");
        if (!provider.isEmpty() && !spec.at("providerID").is(provider)) {
            spec.at("providerID").forbidden("node updates may not change providerID" + ONLY_ONCE);
        }
        if (!spec.at("externalID").is(Nodes.text(before, "externalID"))) {
            spec.at("externalID").forbidden("may not be updated");
        }
    }

    /** What a node reports of itself. */
    public static void status(Field node) {
        resources(node);
        Set<JsonNode> addresses = new HashSet<>();
        for (Field address : node.at("status").items("addresses")) {
            if (!addresses.add(address.value())) {
                address.duplicate();
            }
        }
    }
}
