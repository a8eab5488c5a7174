package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.ClusterRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** Lease (coordination.k8s.io): leadership and node heartbeats. */
final class LeaseKind implements Strategy {

    private LeaseKind() {}

    static ResourceDefinition definition() {
        return Definition.of("coordination.k8s.io", "Lease", "leases").build(ConfigColumns.LEASE, new LeaseKind());
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    /** Two holders must not overwrite each other. */
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
        ClusterRules.lease(Field.root(object, errors));
    }
}
