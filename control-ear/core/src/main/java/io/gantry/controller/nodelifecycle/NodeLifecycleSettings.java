package io.gantry.controller.nodelifecycle;

import java.time.Duration;

/**
 * When a silent node counts as lost and how fast its pods may be moved (kube-controller-manager's options of the same names).
 *
 * @param monitorGracePeriod silence after which a node's state is unknown, 40 s
 * @param startupGracePeriod the same for a node that never reported, 60 s
 * @param evictionInterval time between two nodes of one zone whose pods are evicted, 10 s
 * @param secondaryEvictionInterval the same in a large zone of which much is lost, 100 s
 * @param largeZone nodes above which a zone is large, 50; in smaller ones evictions stop when much is lost
 * @param unhealthyThreshold the part of a zone's nodes that is much, 0.55
 */
public record NodeLifecycleSettings(
        Duration monitorGracePeriod,
        Duration startupGracePeriod,
        Duration evictionInterval,
        Duration secondaryEvictionInterval,
        int largeZone,
        double unhealthyThreshold) {

    public static final NodeLifecycleSettings DEFAULT = new NodeLifecycleSettings(
            Duration.ofSeconds(40), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(100), 50, 0.55);
}
