package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.IpAddress;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Endpoints and EndpointSlices. */
public final class EndpointRules {

    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_PORTS = 20_000;
    private static final int MAX_ENDPOINTS = 1_000;
    private static final int MAX_HINTS = 8;

    private EndpointRules() {}

    public static void endpoints(Field endpoints) {
        for (Field subset : endpoints.items("subsets")) {
            if (subset.at("addresses").isEmpty()
                    && subset.at("notReadyAddresses").isEmpty()) {
                subset.required("must specify `addresses` or `notReadyAddresses`");
            }
            subset.items("addresses").forEach(EndpointRules::address);
            subset.items("notReadyAddresses").forEach(EndpointRules::address);
            List<Field> ports = subset.items("ports");
            ports.forEach(port -> port(port, ports.size() > 1));
        }
    }

    private static void address(Field address) {
        AddressRules.address(address.at("ip"), List.of());
        if (!address.at("hostname").isEmpty()) {
            FormatRules.dnsLabel(address.at("hostname"));
        }
        if (address.at("nodeName").isSet()) {
            FormatRules.dnsSubdomain(address.at("nodeName"));
        }
        AddressRules.endpoint(address.at("ip"));
    }

    private static void port(Field port, boolean needsName) {
        Field name = port.at("name");
        if (needsName && name.isEmpty()) {
            name.required("");
        } else if (!name.isEmpty()) {
            FormatRules.dnsLabel(name);
        }
        FormatRules.portNumber(port.at("port").number())
                .forEach(error -> port.at("port").invalid(port.at("port").number(), error));
        port.at("protocol").requireOneOf(PROTOCOLS);
        if (port.at("appProtocol").isSet()) {
            FormatRules.qualifiedName(port.at("appProtocol"));
        }
    }

    public static void slice(Field slice) {
        slice.at("addressType").requireOneOf(ADDRESS_TYPES);
        slicePorts(slice.at("ports"));
        Field endpoints = slice.at("endpoints");
        if (endpoints.items().size() > MAX_ENDPOINTS) {
            endpoints.errors().tooMany(endpoints.path(), endpoints.items().size(), MAX_ENDPOINTS);
            return;
        }
        String type = slice.at("addressType").text();
        endpoints.items().forEach(endpoint -> endpoint(endpoint, type));
    }

    /** A slice keeps its kind of addresses. */
    public static void sliceUpdate(Field slice, JsonNode old) {
        slice.at("addressType").requireUnchanged(old.path("addressType"));
    }

    private static void slicePorts(Field ports) {
        if (ports.items().size() > MAX_PORTS) {
            ports.errors().tooMany(ports.path(), ports.items().size(), MAX_PORTS);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Field port : ports.items()) {
            Field name = port.at("name");
            if (!name.isEmpty()) {
                FormatRules.dnsLabel(name);
            }
            if (!names.add(name.text())) {
                name.duplicate();
            }
            port.at("protocol").requireSetTo(PROTOCOLS);
            if (port.at("appProtocol").isSet()) {
                FormatRules.qualifiedName(port.at("appProtocol"));
            }
        }
    }

    private static void endpoint(Field endpoint, String type) {
        Field addresses = endpoint.at("addresses");
        int count = addresses.items().size();
        if (count == 0) {
            addresses.required("must contain at least 1 address");
        } else if (count > MAX_ADDRESSES) {
            addresses.errors().tooMany(addresses.path(), count, MAX_ADDRESSES);
        }
        if (ADDRESS_TYPES.contains(type)) {
            addresses.items().forEach(address -> sliceAddress(addresses, address, type));
        }
        if (endpoint.at("nodeName").isSet()) {
            FormatRules.dnsSubdomain(endpoint.at("nodeName"));
        }
        if (endpoint.at("hostname").isSet()) {
            FormatRules.dnsLabel(endpoint.at("hostname"));
        }
        hints(endpoint.at("hints").at("forZones"), true);
        hints(endpoint.at("hints").at("forNodes"), false);
    }

    private static void sliceAddress(Field all, Field address, String type) {
        if (type.equals("FQDN")) {
            domain(address);
        } else if (AddressRules.address(address, List.of())) {
            boolean ipv6 = IpAddress.isIpv6(address.text());
            if (!type.equals(ipv6 ? "IPv6" : "IPv4")) {
                all.invalid(address.text(), "must be an " + type + " address");
            }
            AddressRules.endpoint(address);
        }
    }

    private static void domain(Field address) {
        String relative = address.text().endsWith(".")
                ? address.text().substring(0, address.text().length() - 1)
                : address.text();
        List<String> errors = NameRules.dnsSubdomain(relative);
        if (address.isEmpty()) {
            address.required("");
        } else if (!errors.isEmpty()) {
            address.invalid(relative, String.join(",", errors));
        } else if (relative.indexOf('.') < 0) {
            address.invalid(relative, "should be a domain with at least two segments separated by dots");
        }
    }

    private static void hints(Field hints, boolean zones) {
        if (hints.items().size() > MAX_HINTS) {
            hints.errors().tooMany(hints.path(), hints.items().size(), MAX_HINTS);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Field hint : hints.items()) {
            Field name = hint.at("name");
            if (!names.add(name.text())) {
                name.duplicate();
            }
            name.invalid(zones ? NameRules.labelValue(name.text()) : NameRules.dnsSubdomain(name.text()));
        }
    }
}
