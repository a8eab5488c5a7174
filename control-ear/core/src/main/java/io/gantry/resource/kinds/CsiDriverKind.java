package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.StorageDefaults;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.CsiRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** CSIDriver (storage.k8s.io). */
final class CsiDriverKind implements Strategy {

    private CsiDriverKind() {}

    static ResourceDefinition definition() {
        return Definition.of("storage.k8s.io", "CSIDriver", "csidrivers")
                .cluster()
                .build(StorageColumns.CSI_DRIVER, new CsiDriverKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        StorageDefaults.driver(object);
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
        CsiRules.driver(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CsiRules.driverUpdate(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
