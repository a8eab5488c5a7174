package io.gantry.scheduler.model;

import io.gantry.cache.CacheEvent;

/** A change of the cluster that may let a pod be placed which could not be before. */
public sealed interface ClusterChange {

    record NodeAdded(NodeInfo node) implements ClusterChange {}

    record NodeModified(NodeInfo before, NodeInfo after) implements ClusterChange {}

    record NodeGone(NodeInfo node) implements ClusterChange {}

    /** A pod takes room on a node now. */
    record PodPlaced(PodInfo pod) implements ClusterChange {}

    /** A pod on a node was changed: its labels, its requests. */
    record PodModified(PodInfo before, PodInfo after) implements ClusterChange {}

    /** A pod has left its node. */
    record PodGone(PodInfo pod) implements ClusterChange {}

    /** Labels of a namespace have changed, by which affinity terms choose pods. */
    record NamespaceModified(String name) implements ClusterChange {}

    /** An object that some plugin looks at ({@link FilterPlugin#watches}) was added, changed or removed. */
    record ObjectChanged(CacheEvent event) implements ClusterChange {}
}
