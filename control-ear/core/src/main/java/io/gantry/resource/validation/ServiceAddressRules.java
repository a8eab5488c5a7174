package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import io.gantry.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the addresses and address families of a service go together. Allocation relies on them, validation repeats them. */
public final class ServiceAddressRules {

    private static final String NONE = "None";
    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
    private static final List<String> POLICIES = List.of("PreferDualStack", "RequireDualStack", "SingleStack");

    private ServiceAddressRules() {}

    /** Whether the service has no address of its own. */
    public static boolean isHeadless(JsonNode spec) {
        List<String> addresses = Nodes.texts(spec, "clusterIPs");
        return addresses.size() == 1 && addresses.getFirst().equals(NONE);
    }

    /**
     * Checks {@code clusterIP}, {@code clusterIPs}, {@code ipFamilies} and {@code ipFamilyPolicy}.
     *
     * @param before the addresses that the service had, which stay valid
     */
    public static void check(JsonNode service, List<String> before, FieldErrors errors) {
        Field spec = Field.root(service, errors).at("spec");
        if (spec.at("type").is("ExternalName")) {
            return;
        }
        singleIsFirst(spec);
        families(spec.at("ipFamilies"));
        spec.at("ipFamilyPolicy").supportOnly(POLICIES);
        Field addresses = spec.at("clusterIPs");
        boolean valid = wellFormed(addresses, before);
        if (addresses.items().size() > 2) {
            addresses.invalid("may only hold up to 2 values");
        }
        if (valid) {
            oneOfEachFamily(addresses);
            matchFamilies(spec);
        }
    }

    private static void singleIsFirst(Field spec) {
        Field all = spec.at("clusterIPs");
        String single = spec.at("clusterIP").text();
        if (single.isEmpty() && !all.isEmpty()) {
            all.invalid("must be empty when `clusterIP` is not specified");
        } else if (!single.isEmpty() && all.isEmpty()) {
            all.required("");
        } else if (!single.isEmpty() && !all.texts().getFirst().equals(single)) {
            all.invalid("first value must match `clusterIP`");
        }
    }

    private static void families(Field families) {
        Set<String> seen = new HashSet<>();
        for (Field family : families.items()) {
            family.supportOnly(FAMILIES);
            if (!seen.add(family.text())) {
                family.duplicate();
            }
        }
    }

    private static boolean wellFormed(Field addresses, List<String> before) {
        boolean valid = true;
        List<Field> items = addresses.items();
        for (Field address : items) {
            boolean first = address == items.getFirst();
            if (!first || !address.is(NONE)) {
                valid &= AddressRules.address(address, before);
            } else if (items.size() > 1) {
                addresses.invalid("'None' must be the first and only value");
                valid = false;
            }
        }
        return valid;
    }

    private static void oneOfEachFamily(Field addresses) {
        List<String> texts = addresses.texts();
        boolean dual = texts.stream().map(IpAddress::isIpv6).distinct().count() == 2;
        if (texts.size() > 1 && !(dual && texts.size() == 2)) {
            addresses.invalid("may specify no more than one IP for each IP family");
        }
    }

    private static void matchFamilies(Field spec) {
        List<Field> addresses = spec.items("clusterIPs");
        List<String> families = spec.at("ipFamilies").texts();
        if (isHeadless(spec.value())) {
            return;
        }
        for (int i = 0; i < Math.min(addresses.size(), families.size()); i++) {
            boolean wantsIpv6 = families.get(i).equals("IPv6");
            if (FAMILIES.contains(families.get(i))
                    && wantsIpv6 != IpAddress.isIpv6(addresses.get(i).text())) {
                addresses
                        .get(i)
                        .invalid("expected an " + families.get(i) + " value as indicated by `ipFamilies[" + i + "]`");
            }
        }
    }
}
