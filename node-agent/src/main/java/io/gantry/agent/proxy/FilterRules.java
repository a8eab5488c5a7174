package io.gantry.agent.proxy;

import java.util.List;

/** The filter table: pod traffic is forwarded, and a service without endpoints refuses at once instead of letting clients wait. */
final class FilterRules {

    private FilterRules() {}

    static Chains render(List<ServicePort> ports, String clusterCidr) {
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
        return chains;
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
