package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.DeviceColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PodGroupRules;
import io.gantry.status.FieldErrors;

/** Workload (scheduling.k8s.io). */
final class WorkloadKind implements Strategy {

    private WorkloadKind() {}

    static ResourceDefinition definition() {
        return Definition.of("scheduling.k8s.io", "Workload", "workloads")
                .version("v1alpha2")
                .build(DeviceColumns.AGE, new WorkloadKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        PodGroupRules.workload(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PodGroupRules.workloadUpdate(Field.root(object, errors), old);
    }
}
