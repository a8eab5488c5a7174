package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.ServiceDefaults;
import io.gantry.resource.table.ServiceColumns;

/** Service. Addresses and node ports come from {@code io.gantry.resource.allocation}. */
final class ServiceKind implements Strategy {

    private ServiceKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Service", "services")
                .shortName("svc")
                .inAll()
                .status()
                .selectable("spec.clusterIP", "spec.type")
                .build(ServiceColumns.SERVICE, new ServiceKind());
    }

    @Override
    public void applyDefaults(ObjectNode service) {
        ServiceDefaults.apply(service);
    }

    @Override
    public void prepareForCreate(ObjectNode service, Context context) {
        service.putObject("status").putObject("loadBalancer");
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }
}
