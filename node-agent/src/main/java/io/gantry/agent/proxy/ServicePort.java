package io.gantry.agent.proxy;

import java.util.List;
import java.util.OptionalInt;

/**
 * One port of a service as the proxy needs it.
 *
 * @param service {@code NAMESPACE/NAME}
 * @param portName name of the port, empty for the only one
 * @param protocol TCP, UDP or SCTP
 * @param port port on the service's addresses
 * @param nodePort port on every node, 0 for none
 * @param clusterIps IPv4 service addresses
 * @param externalIps addresses of load balancers and external addresses
 * @param affinitySeconds for how long a client stays with its endpoint (sessionAffinity ClientIP)
 * @param externalLocal traffic from outside goes to endpoints of this node only (externalTrafficPolicy Local)
 * @param internalLocal traffic from inside goes to endpoints of this node only (internalTrafficPolicy Local)
 * @param endpoints where the traffic goes, sorted
 */
record ServicePort(
        String service,
        String portName,
        String protocol,
        int port,
        int nodePort,
        List<String> clusterIps,
        List<String> externalIps,
        OptionalInt affinitySeconds,
        boolean externalLocal,
        boolean internalLocal,
        List<Endpoint> endpoints) {

    /**
     * Where traffic may go.
     *
     * @param local whether it is on this node
     */
    record Endpoint(String address, int port, boolean local) implements Comparable<Endpoint> {

        @Override
        public int compareTo(Endpoint other) {
            int byAddress = address.compareTo(other.address);
            return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
        }
    }

    /** {@code NAMESPACE/NAME:PORT}, as comments of rules show it. */
    String id() {
        return portName.isEmpty() ? service : service + ":" + portName;
    }

    String protocolFlag() {
        return protocol.toLowerCase(java.util.Locale.ROOT);
    }

    List<Endpoint> localEndpoints() {
        return endpoints.stream().filter(Endpoint::local).toList();
    }
}
