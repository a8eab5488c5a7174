package io.gantry.agent.proxy;

import java.util.List;
import java.util.Locale;

/**
 * The nat table: a service address is replaced by that of one of its endpoints.
 *
 * <p>A packet to a service goes KUBE-SERVICES, KUBE-SVC (or, from outside, KUBE-EXT first), KUBE-SEP of an endpoint drawn by chance,
 * DNAT. Packets whose answer would miss this node carry a mark and leave with the node's own address.
 */
final class NatRules {

    static final String MARK = "0x4000";

    private final String clusterCidr;
    private final Chains chains = new Chains("nat");

    private NatRules(String clusterCidr) {
        this.clusterCidr = clusterCidr;
    }

    /**
     * Renders the table.
     *
     * @param clusterCidr what all pod addresses lie in
     */
    static Chains render(List<ServicePort> ports, String clusterCidr) {
        NatRules rules = new NatRules(clusterCidr);
        rules.fixedChains();
        ports.stream().filter(port -> !port.endpoints().isEmpty()).forEach(rules::servicePort);
        rules.chains.append("KUBE-SERVICES", "-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS");
        return rules.chains;
    }

    private void fixedChains() {
        chains.declare("KUBE-SERVICES").declare("KUBE-NODEPORTS");
        chains.append("KUBE-MARK-MASQ", "-j MARK --or-mark " + MARK);
        String marked = MARK + "/" + MARK;
        chains.append("KUBE-POSTROUTING", "-m mark ! --mark " + marked + " -j RETURN");
        chains.append("KUBE-POSTROUTING", "-j MARK --xor-mark " + MARK);
        chains.append("KUBE-POSTROUTING", "-j MASQUERADE");
    }

    private void servicePort(ServicePort port) {
        boolean internalLocal = port.internalLocal();
        boolean external = port.nodePort() > 0 || !port.externalIps().isEmpty();
        String internalChain = internalLocal ? ChainNames.local(port) : ChainNames.service(port);
        for (String address : port.clusterIps()) {
            String match = match(port, address, "cluster IP");
            boolean reachable = !internalLocal || !port.localEndpoints().isEmpty();
            if (reachable) {
                chains.append("KUBE-SERVICES", match + " -j " + internalChain);
                chains.append(
                        internalChain,
                        "! -s " + clusterCidr + " -d " + address + "/32 -p " + port.protocolFlag() + " --dport "
                                + port.port() + " -j KUBE-MARK-MASQ");
            }
        }
        if (external) {
            external(port);
        }
        balance(ChainNames.service(port), port, port.endpoints());
        if (internalLocal || external && port.externalLocal()) {
            balance(ChainNames.local(port), port, port.localEndpoints());
        }
        port.endpoints().forEach(endpoint -> endpoint(port, endpoint));
    }

    private void external(ServicePort port) {
        String chain = ChainNames.external(port);
        for (String address : port.externalIps()) {
            chains.append("KUBE-SERVICES", match(port, address, "external IP") + " -j " + chain);
        }
        if (port.nodePort() > 0) {
            chains.append(
                    "KUBE-NODEPORTS",
                    comment(port, "node port") + " -p " + port.protocolFlag() + " --dport " + port.nodePort() + " -j "
                            + chain);
        }
        if (port.externalLocal()) {
            // pods and the node itself may use every endpoint; what comes from outside keeps its address and stays here
            chains.append(chain, "-s " + clusterCidr + " -j " + ChainNames.service(port));
            chains.append(chain, "-m addrtype --src-type LOCAL -j KUBE-MARK-MASQ");
            chains.append(chain, "-m addrtype --src-type LOCAL -j " + ChainNames.service(port));
            chains.append(chain, "-j " + ChainNames.local(port));
        } else {
            chains.append(chain, "-j KUBE-MARK-MASQ");
            chains.append(chain, "-j " + ChainNames.service(port));
        }
    }

    /** Each endpoint with equal chance: the first of n takes 1/n, the next 1/(n-1) of the rest, the last all that is left. */
    private void balance(String chain, ServicePort port, List<ServicePort.Endpoint> endpoints) {
        chains.declare(chain);
        port.affinitySeconds().ifPresent(seconds -> {
            for (ServicePort.Endpoint endpoint : endpoints) {
                String target = ChainNames.endpoint(port, endpoint);
                chains.append(
                        chain,
                        "-m recent --name " + target + " --rcheck --seconds " + seconds + " --reap -j " + target);
            }
        });
        int left = endpoints.size();
        for (ServicePort.Endpoint endpoint : endpoints) {
            String chance = left == 1
                    ? ""
                    : String.format(Locale.ROOT, "-m statistic --mode random --probability %.10f ", 1.0 / left);
            chains.append(chain, chance + "-j " + ChainNames.endpoint(port, endpoint));
            left--;
        }
    }

    private void endpoint(ServicePort port, ServicePort.Endpoint endpoint) {
        String chain = ChainNames.endpoint(port, endpoint);
        // a pod that reaches itself through its service must see the node's address, or it would answer itself directly
        chains.append(chain, comment(port, "") + " -s " + endpoint.address() + "/32 -j KUBE-MARK-MASQ");
        String remember = port.affinitySeconds().isPresent() ? "-m recent --name " + chain + " --set " : "";
        chains.append(
                chain,
                remember + "-p " + port.protocolFlag() + " -j DNAT --to-destination " + endpoint.address() + ":"
                        + endpoint.port());
    }

    private static String match(ServicePort port, String address, String what) {
        return comment(port, what) + " -d " + address + "/32 -p " + port.protocolFlag() + " --dport " + port.port();
    }

    static String comment(ServicePort port, String what) {
        return "-m comment --comment \"" + port.id() + (what.isEmpty() ? "" : " " + what) + "\"";
    }
}
