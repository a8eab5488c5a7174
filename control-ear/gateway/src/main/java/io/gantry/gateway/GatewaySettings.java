package io.gantry.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the gateway listens and what it bounds.
 *
 * @param address port 0 takes a free one
 * @param network what every node is told of the cluster's network
 * @param sessionPatience how long an agent may take to dial back
 * @param keepAlive silence after which the other end is asked whether it lives
 * @param limits bounds for each node
 */
public record GatewaySettings(
        InetSocketAddress address,
        ClusterNetwork network,
        Duration sessionPatience,
        Duration keepAlive,
        Limits limits) {

    /**
     * @param domain DNS domain of the cluster, for example cluster.local
     * @param dnsAddress address that pods use as their name server
     * @param serviceCidr CIDR of service addresses
     * @param clusterCidr CIDR of all pod addresses
     */
    public record ClusterNetwork(String domain, String dnsAddress, String serviceCidr, String clusterCidr) {}

    /**
     * @param waitingObjects objects that may wait to be sent to a node before it is cut off
     * @param waitingReports reports of a node that may wait to be written before it is made to wait
     * @param waitingEvents events of a node that may wait; the oldest are dropped
     * @param writesPerSecond writes for one node, besides its heartbeats
     * @param writeBurst writes for one node at once
     * @param sessions logs, exec, attach and port-forward sessions of a node at a time
     */
    public record Limits(
            int waitingObjects,
            int waitingReports,
            int waitingEvents,
            double writesPerSecond,
            double writeBurst,
            int sessions) {

        public static final Limits DEFAULT = new Limits(200_000, 2_000, 500, 50, 500, 500);
    }

    public static GatewaySettings of(InetSocketAddress address, ClusterNetwork network) {
        return new GatewaySettings(address, network, Duration.ofSeconds(10), Duration.ofSeconds(30), Limits.DEFAULT);
    }
}
