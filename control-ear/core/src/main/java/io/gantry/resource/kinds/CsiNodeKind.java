package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.CsiRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** CSINode (storage.k8s.io). */
final class CsiNodeKind implements Strategy {

    private CsiNodeKind() {}

    static ResourceDefinition definition() {
        return Definition.of("storage.k8s.io", "CSINode", "csinodes")
                .cluster()
                .build(StorageColumns.CSI_NODE, new CsiNodeKind());
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
        CsiRules.node(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CsiRules.nodeUpdate(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
