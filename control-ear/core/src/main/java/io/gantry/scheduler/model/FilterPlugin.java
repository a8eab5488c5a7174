package io.gantry.scheduler.model;

import java.util.Optional;

/** Says which nodes a pod cannot run on. Work that is the same for all nodes is done in {@link #prepare}. */
public interface FilterPlugin {

    /** Tests one node. */
    interface NodeTest {

        NodeTest ALL = node -> Optional.empty();

        /** Why the pod cannot run on the node, in upstream's words; empty when it can. */
        Optional<String> reject(NodeInfo node);
    }

    NodeTest prepare(PodInfo pod, Snapshot snapshot);
}
