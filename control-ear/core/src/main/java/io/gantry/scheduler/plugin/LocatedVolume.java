package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.NodeTerm;
import io.gantry.storage.PersistentVolume;
import java.util.List;
import java.util.Optional;

/**
 * A volume with its node affinity, which is read once and not for each node.
 *
 * @param terms alternatives; absent when it can be used on all nodes
 */
record LocatedVolume(PersistentVolume volume, Optional<List<NodeTerm>> terms) {

    static LocatedVolume of(PersistentVolume volume) {
        return new LocatedVolume(volume, NodeTerm.ofSelector(volume.requiredNodes()));
    }

    boolean isUsableOn(NodeInfo node) {
        return NodeTerm.anyMatches(terms, node);
    }
}
