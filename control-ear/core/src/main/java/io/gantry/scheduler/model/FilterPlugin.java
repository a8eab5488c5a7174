package io.gantry.scheduler.model;

import io.gantry.object.GroupResource;
import java.util.Optional;
import java.util.Set;

/** Says which nodes a pod cannot run on. Work that is the same for all nodes is done in {@link #prepare}. */
public interface FilterPlugin {

    /** Tests one node. */
    interface NodeTest {

        NodeTest ALL = node -> Optional.empty();

        /** Why the pod cannot run on the node; empty when it can. */
        Optional<Rejection> reject(NodeInfo node);
    }

    NodeTest prepare(PodInfo pod, Snapshot snapshot);

    /** The only nodes that the pod may run on, when it names them: the others need no look. */
    default Optional<Set<String>> onlyNodes(PodInfo pod) {
        return Optional.empty();
    }

    /** Why no node at all can take the pod, whatever the nodes are like; empty when they are worth a look (upstream's PreFilter). */
    default Optional<String> objection(PodInfo pod) {
        return Optional.empty();
    }

    /** The resources besides pods, nodes and namespaces that it looks at; their changes come to {@link #mayHelp}. */
    default Set<GroupResource> watches() {
        return Set.of();
    }

    /** Whether a test goes by the pods of other nodes too, and so must be prepared anew when pods move. */
    default boolean looksAtOtherNodes() {
        return false;
    }

    /** Whether a pod that this plugin kept off some node may fit after the change: when in doubt, yes. */
    boolean mayHelp(PodInfo pod, ClusterChange change);

    /** The name by which messages mention the plugin. */
    default String name() {
        return getClass().getSimpleName();
    }
}
