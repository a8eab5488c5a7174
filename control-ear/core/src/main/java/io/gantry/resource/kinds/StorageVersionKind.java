package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.MigrationColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.StorageMigrationRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** StorageVersion (internal.apiserver.k8s.io). */
final class StorageVersionKind implements StatusOnlyStrategy {

    private StorageVersionKind() {}

    static ResourceDefinition definition() {
        return Definition.of("internal.apiserver.k8s.io", "StorageVersion", "storageversions")
                .version("v1alpha1")
                .cluster()
                .status()
                .schema("io.k8s.api.apiserverinternal.v1alpha1.StorageVersion")
                .build(MigrationColumns.STORAGE_VERSION, new StorageVersionKind());
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public List<String> nameErrors(String name) {
        return StorageMigrationRules.versionName(name);
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
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StorageMigrationRules.versionStatus(Field.root(object, errors));
    }
}
