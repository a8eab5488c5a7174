package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;

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
}
