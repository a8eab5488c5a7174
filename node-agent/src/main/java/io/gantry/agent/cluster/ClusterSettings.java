package io.gantry.agent.cluster;

/**
 * What holds for the whole cluster.
 *
 * @param domain DNS domain, for example cluster.local
 * @param dnsAddress name server of pods; empty until known
 * @param serviceCidr range of service addresses; empty until known
 * @param clusterCidr range that all pod addresses lie in; empty until known
 */
public record ClusterSettings(String domain, String dnsAddress, String serviceCidr, String clusterCidr) {

    /** Before the control plane was ever heard. */
    public static final ClusterSettings UNKNOWN = new ClusterSettings("cluster.local", "", "", "");
}
