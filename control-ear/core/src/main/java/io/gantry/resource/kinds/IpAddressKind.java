package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.IpAddress;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.IngressColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ServiceNetworkRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** IPAddress (networking.k8s.io), in two versions with the same fields: who has an address of the service network. */
final class IpAddressKind implements Strategy {

    private IpAddressKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new IpAddressKind();
        return List.of(
                definition().build(IngressColumns.IP_ADDRESS, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1")
                        .deprecated("v1.34+, unavailable in v1.37+")
                        .build(IngressColumns.IP_ADDRESS, strategy));
    }

    private static Definition definition() {
        return Definition.of("networking.k8s.io", "IPAddress", "ipaddresses")
                .cluster()
                .shortName("ip");
    }

    @Override
    public List<String> nameErrors(String name) {
        return IpAddress.canonicalError(name).map(List::of).orElse(List.of());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ServiceNetworkRules.address(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ServiceNetworkRules.addressUpdate(Field.root(object, errors), old);
    }
}
