package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.WorkloadColumns;

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
}
