package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.IngressColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ServiceNetworkRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** ServiceCIDR (networking.k8s.io), in two versions with the same fields. */
final class ServiceCidrKind implements StatusOnlyStrategy {

    private ServiceCidrKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new ServiceCidrKind();
        return List.of(
                definition().build(IngressColumns.SERVICE_CIDR, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1")
                        .deprecated("v1.34+, unavailable in v1.37+")
                        .build(IngressColumns.SERVICE_CIDR, strategy));
    }

    private static Definition definition() {
        return Definition.of("networking.k8s.io", "ServiceCIDR", "servicecidrs")
                .cluster()
                .status();
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        ServiceNetworkRules.networksNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ServiceNetworkRules.networksUpdate(Field.root(object, errors), old);
    }
}
