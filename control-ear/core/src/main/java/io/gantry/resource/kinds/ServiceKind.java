package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.Allocation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.ServiceDefaults;
import io.gantry.resource.table.ServiceColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ServiceRules;
import io.gantry.resource.validation.ServiceUpdateRules;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Optional;

/** Service. */
final class ServiceKind implements Strategy {

    private final Allocation allocation;

    private ServiceKind(Allocation allocation) {
        this.allocation = allocation;
    }

    static ResourceDefinition definition(Allocation allocation) {
        return Definition.core("Service", "services")
                .shortName("svc")
                .inAll()
                .subresource("proxy", "ServiceProxyOptions", "create", "delete", "get", "patch", "update")
                .status()
                .selectable("spec.clusterIP", "spec.type")
                .build(ServiceColumns.SERVICE, new ServiceKind(allocation));
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
    public void prepareForUpdate(ObjectNode service, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(service, old, context);
        ServiceTypeChange.drop(Nodes.child(service, "spec"), old.path("spec"));
        if (!Nodes.text(service.path("spec"), "type").equals("LoadBalancer")) {
            Nodes.child(service, "status").putObject("loadBalancer");
        }
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode service, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(service, old, context);
        applyDefaults(service);
    }

    @Override
    public Optional<Allocation> allocation() {
        return Optional.of(allocation);
    }

    @Override
    public List<String> nameErrors(String name) {
        return NameRules.dnsLabel(name);
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode service, FieldErrors errors) {
        ServiceRules.check(Field.root(service, errors));
    }

    @Override
    public void validateUpdate(ObjectNode service, ObjectNode old, FieldErrors errors) {
        ServiceUpdateRules.check(Field.root(service, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode service, ObjectNode old, FieldErrors errors) {
        ServiceUpdateRules.status(Field.root(service, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode service) {
        return ServiceWarnings.of(service);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
