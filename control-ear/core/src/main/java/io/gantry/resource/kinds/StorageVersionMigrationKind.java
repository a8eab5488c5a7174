package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.MigrationColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.StorageMigrationRules;
import io.gantry.status.FieldErrors;

/** StorageVersionMigration (storagemigration.k8s.io). */
final class StorageVersionMigrationKind implements StatusOnlyStrategy {

    private StorageVersionMigrationKind() {}

    static ResourceDefinition definition() {
        return Definition.of("storagemigration.k8s.io", "StorageVersionMigration", "storageversionmigrations")
                .version("v1beta1")
                .cluster()
                .status()
                .build(MigrationColumns.MIGRATION, new StorageVersionMigrationKind());
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
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
        StorageMigrationRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StorageMigrationRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StorageMigrationRules.status(Field.root(object, errors), old);
    }
}
