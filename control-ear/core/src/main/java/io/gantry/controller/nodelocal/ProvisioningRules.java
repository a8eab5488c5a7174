package io.gantry.controller.nodelocal;

import io.gantry.object.Nodes;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import java.util.Optional;
import java.util.Set;

/** Which claims a directory of a node can serve. */
final class ProvisioningRules {

    private static final Set<String> MODES = Set.of("ReadWriteOnce", "ReadWriteOncePod");

    private ProvisioningRules() {}

    /** Why it cannot serve this one; empty when it can. */
    static Optional<String> objection(PersistentVolumeClaim claim, StorageClass storageClass) {
        if (claim.selectedNode().isEmpty()) {
            return Optional.of("a node must be chosen first: the class needs volumeBindingMode WaitForFirstConsumer");
        }
        if (claim.volumeMode().equals("Block")) {
            return Optional.of("block volumes are not supported");
        }
        if (!MODES.containsAll(claim.accessModes())) {
            return Optional.of("only the access modes ReadWriteOnce and ReadWriteOncePod are supported");
        }
        if (Nodes.has(claim.object().spec(), "selector")) {
            return Optional.of("claim.spec.selector is not supported");
        }
        if (Nodes.has(claim.object().spec(), "dataSourceRef")) {
            return Optional.of("volumes with data sources are not supported");
        }
        return storageClass.mountOptions().isEmpty()
                ? Optional.empty()
                : Optional.of("mount options are not supported");
    }
}
