package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ServiceAddressRules;
import io.gantry.status.FieldErrors;
import java.util.List;
import java.util.Optional;

/** Fills in {@code ipFamilyPolicy} and {@code ipFamilies}, on a cluster whose services have IPv4 addresses only. */
final class ServiceFamilies {

    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";
    private static final String SINGLE = "SingleStack";
    private static final String REQUIRE_DUAL = "RequireDualStack";

    private ServiceFamilies() {}

    static void fill(ObjectNode service, Optional<ObjectNode> old, FieldErrors errors) {
        ObjectNode spec = (ObjectNode) service.get("spec");
        boolean selectsNothing =
                ServiceAddressRules.isHeadless(spec) && spec.path("selector").isEmpty();
        policy(spec, old.map(o -> o.path("spec")), selectsNothing);
        ServiceAddressRules.check(
                service, old.map(o -> Nodes.texts(o.path("spec"), "clusterIPs")).orElse(List.of()), errors);
        if (errors.isEmpty()) {
            Field field = Field.root(service, errors).at("spec");
            singleStackHasOne(field);
            families(spec, field, selectsNothing);
        }
    }

    private static void policy(ObjectNode spec, Optional<JsonNode> old, boolean selectsNothing) {
        if (Nodes.has(spec, "ipFamilyPolicy")) {
            return;
        }
        String before = old.map(o -> Nodes.text(o, "ipFamilyPolicy")).orElse("");
        String fresh = selectsNothing ? REQUIRE_DUAL : SINGLE;
        spec.put("ipFamilyPolicy", before.isEmpty() ? fresh : before);
    }

    private static void singleStackHasOne(Field spec) {
        Field policy = spec.at("ipFamilyPolicy");
        if (policy.is(SINGLE) && spec.at("clusterIPs").value().size() == 2) {
            policy.invalid("must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified");
        }
        if (policy.is(SINGLE) && spec.at("ipFamilies").value().size() == 2) {
            policy.invalid("must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified");
        }
    }

    private static void families(ObjectNode spec, Field field, boolean selectsNothing) {
        if (!field.errors().isEmpty()) {
            return;
        }
        ArrayNode families = spec.get("ipFamilies") instanceof ArrayNode given ? given : spec.putArray("ipFamilies");
        if (selectsNothing) {
            familiesOfAnything(families, Nodes.text(spec, "ipFamilyPolicy"));
            return;
        }
        for (Field address : field.items("clusterIPs")) {
            if (IpAddress.isIpv6(address.text())
                    && !Nodes.texts(spec, "ipFamilies").contains(IPV6)) {
                address.invalid(field.at("clusterIPs").value(), "IPv6 is not configured on this cluster");
            }
        }
        if (field.at("ipFamilyPolicy").is(REQUIRE_DUAL)) {
            field.at("ipFamilyPolicy").invalid("this cluster is not configured for dual-stack services");
        }
        field.items("ipFamilies").stream()
                .filter(family -> family.is(IPV6))
                .forEach(family -> family.invalid("not configured on this cluster"));
        if (families.isEmpty() && field.errors().isEmpty()) {
            families.add(IPV4);
        }
    }

    /** Whoever writes the endpoints of such a service may write any family. */
    private static void familiesOfAnything(ArrayNode families, String policy) {
        if (families.isEmpty()) {
            families.add(IPV4);
        }
        if (families.size() < 2 && !policy.equals(SINGLE)) {
            families.add(families.get(0).asText().equals(IPV4) ? IPV6 : IPV4);
        }
    }
}
