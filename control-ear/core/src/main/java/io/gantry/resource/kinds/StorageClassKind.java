package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.StorageDefaults;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.StorageClassRules;
import io.gantry.status.FieldErrors;

/** StorageClass (storage.k8s.io). */
final class StorageClassKind implements Strategy {

    private StorageClassKind() {}

    static ResourceDefinition definition() {
        return Definition.of("storage.k8s.io", "StorageClass", "storageclasses")
                .cluster()
                .shortName("sc")
                .build(StorageColumns.STORAGE_CLASS, new StorageClassKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        StorageDefaults.storageClass(object);
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        StorageClassRules.storageClass(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StorageClassRules.storageClassUpdate(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
