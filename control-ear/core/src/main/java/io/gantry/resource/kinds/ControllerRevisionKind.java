package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.WorkloadColumns;
import io.gantry.resource.validation.ClusterRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** ControllerRevision (apps): one state in the history of a controller. */
final class ControllerRevisionKind implements Strategy {

    private ControllerRevisionKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apps", "ControllerRevision", "controllerrevisions")
                .build(WorkloadColumns.CONTROLLER_REVISION, new ControllerRevisionKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ClusterRules.controllerRevision(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        ClusterRules.controllerRevisionNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        Field.root(object, errors).at("data").requireUnchanged(old.path("data"));
    }
}
