package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.List;

/** ServiceCIDRs and IPAddresses. */
public final class ServiceNetworkRules {

    private ServiceNetworkRules() {}

    public static void networksNew(Field object) {
        networks(object.at("spec"));
    }

    private static void networks(Field spec) {
        Field networks = spec.at("cidrs");
        if (networks.isEmpty()) {
            networks.required("at least one CIDR required");
            return;
        }
        if (networks.value().size() > 2) {
            networks.invalid(spec.value(), "may only hold up to 2 values");
            return;
        }
        networks.items().forEach(network -> AddressRules.network(network, network.text(), List.of()));
        List<Boolean> families = networks.texts().stream()
                .filter(text -> AddressRange.parse(text).isPresent())
                .map(text -> IpAddress.isIpv6(text.split("/", -1)[0]))
                .toList();
        if (families.size() == 2 && families.getFirst().equals(families.getLast())) {
            networks.invalid(
                    "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
        }
    }

    /** A second network of the other family may be added; nothing else changes. */
    public static void networksUpdate(Field object, JsonNode old) {
        Field networks = object.at("spec").at("cidrs");
        List<String> before = Nodes.texts(old.path("spec"), "cidrs");
        boolean added = before.size() == 1 && networks.value().size() == 2;
        if (before.size() != networks.value().size() && !added) {
            networks.invalid("field is immutable");
            return;
        }
        List<Field> now = networks.items();
        for (int i = 0; i < before.size(); i++) {
            if (!now.get(i).is(before.get(i))) {
                now.get(i).invalid("field is immutable");
            }
        }
        if (added) {
            networks(object.at("spec"));
        }
    }

    public static void address(Field object) {
        Field parent = object.at("spec").at("parentRef");
        if (!parent.isSet()) {
            parent.required("");
            return;
        }
        if (!parent.at("group").isEmpty()) {
            FormatRules.dnsSubdomain(parent.at("group"));
        }
        for (String part : List.of("resource", "name")) {
            if (parent.at(part).requireFilled()) {
                segment(parent.at(part));
            }
        }
        segment(parent.at("namespace"));
    }

    private static void segment(Field field) {
        field.invalid(NameRules.pathSegment(field.text()));
    }

    public static void addressUpdate(Field object, JsonNode old) {
        object.at("spec").at("parentRef").requireUnchanged(old.path("spec").path("parentRef"));
    }
}
