package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.CsiRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** CSIStorageCapacity (storage.k8s.io). */
final class CsiStorageCapacityKind implements Strategy {

    private CsiStorageCapacityKind() {}

    static ResourceDefinition definition() {
        return Definition.of("storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities")
                .build(ConfigColumns.DEFAULT, new CsiStorageCapacityKind());
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        CsiRules.capacity(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CsiRules.capacityUpdate(Field.root(object, errors), old);
    }
}
