package io.gantry.controller.endpointslice;

import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.List;

/** The address families that slices are divided by. */
enum AddressType {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String text;

    AddressType(String text) {
        this.text = text;
    }

    /** As the API writes it. */
    String text() {
        return text;
    }

    boolean holds(String address) {
        return address.contains(":") == (this == IPV6);
    }

    /** The families that a service asks for, or that of its address. */
    static List<AddressType> of(ApiObject service) {
        List<AddressType> types = new ArrayList<>();
        service.spec().path("ipFamilies").forEach(family -> types.add(named(family.asText())));
        if (types.isEmpty()) {
            types.add(IPV6.holds(service.spec().path("clusterIP").asText("")) ? IPV6 : IPV4);
        }
        return types;
    }

    static AddressType ofSlice(ApiObject slice) {
        return named(slice.json().path("addressType").asText());
    }

    private static AddressType named(String text) {
        return text.equals("IPv6") ? IPV6 : IPV4;
    }
}
