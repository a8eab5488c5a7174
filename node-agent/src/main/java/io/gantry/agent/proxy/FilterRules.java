package io.gantry.agent.proxy;

import java.util.List;

/**
 * The filter table: pod traffic is forwarded, and a service without endpoints refuses at once instead of letting clients wait. What is
 * for a service address and no service's does not leave the cluster: a port that its service does not have is refused; what has no
 * service may have one in a moment, so it is dropped and the client tries again.
 */
final class FilterRules {

    private FilterRules() {}

    /** @param serviceCidr what the addresses of services lie in; empty when unknown */
    static Chains render(List<ServicePort> ports, String clusterCidr, String serviceCidr) {
        Chains chains = new Chains("filter");
        chains.declare("KUBE-SERVICES").declare("KUBE-EXTERNAL-SERVICES");
        chains.append(
                "KUBE-FIREWALL",
                "! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT"
                        + " -m comment --comment \"loopback belongs to this machine (CVE-2020-8558)\" -j DROP");
        chains.append("KUBE-FORWARD", "-m conntrack --ctstate INVALID -j DROP");
        String marked = NatRules.MARK + "/" + NatRules.MARK;
        chains.append("KUBE-FORWARD", "-m mark --mark " + marked + " -j ACCEPT");
        chains.append("KUBE-FORWARD", "-s " + clusterCidr + " -j ACCEPT");
        chains.append("KUBE-FORWARD", "-d " + clusterCidr + " -j ACCEPT");
        chains.append("KUBE-FORWARD", "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
        for (ServicePort port : ports) {
            if (port.endpoints().isEmpty()) {
                refuse(chains, port);
            } else if (port.internalLocal() && port.localEndpoints().isEmpty()) {
                port.clusterIps().forEach(address -> drop(chains, port, address, "no local endpoints", "DROP"));
            }
        }
        if (!serviceCidr.isEmpty()) {
            keepInside(chains, ports, serviceCidr);
        }
        return chains;
    }

    /** Packets of services have the address of an endpoint by now. The name server's address is this node's own. */
    private static void keepInside(Chains chains, List<ServicePort> ports, String serviceCidr) {
        chains.append("KUBE-SERVICES", "-d " + serviceCidr + " -m addrtype ! --dst-type LOCAL -j KUBE-UNSERVED");
        chains.declare("KUBE-UNSERVED");
        ports.stream()
                .flatMap(port -> port.clusterIps().stream())
                .distinct()
                .forEach(address -> chains.append("KUBE-UNSERVED", "-d " + address + "/32 -j REJECT"));
        chains.append("KUBE-UNSERVED", "-j DROP");
    }

    private static void refuse(Chains chains, ServicePort port) {
        port.clusterIps().forEach(address -> drop(chains, port, address, "has no endpoints", "REJECT"));
        port.externalIps()
                .forEach(address -> chains.append(
                        "KUBE-EXTERNAL-SERVICES", destination(port, address, "has no endpoints") + " -j REJECT"));
        if (port.nodePort() > 0) {
            chains.append(
                    "KUBE-EXTERNAL-SERVICES",
                    NatRules.comment(port, "has no endpoints") + " -m addrtype --dst-type LOCAL -p "
                            + port.protocolFlag() + " --dport " + port.nodePort() + " -j REJECT");
        }
    }

    private static void drop(Chains chains, ServicePort port, String address, String why, String target) {
        chains.append("KUBE-SERVICES", destination(port, address, why) + " -j " + target);
    }

    private static String destination(ServicePort port, String address, String why) {
        return NatRules.comment(port, why) + " -d " + address + "/32 -p " + port.protocolFlag() + " --dport "
                + port.port();
    }
}
