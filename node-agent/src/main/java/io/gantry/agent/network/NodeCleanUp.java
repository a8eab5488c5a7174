package io.gantry.agent.network;

import io.gantry.agent.cni.HostRules;
import io.gantry.agent.proxy.ServiceProxy;
import io.gantry.agent.route.PodRoutes;
import io.gantry.agent.system.SystemCommands;

/** Removes from the kernel what the agent put there: rules, routes, addresses, the pod bridge. */
public final class NodeCleanUp {

    private final SystemCommands commands;

    public NodeCleanUp(SystemCommands commands) {
        this.commands = commands;
    }

    /**
     * Removes everything; what is not there is no error.
     *
     * @param bridge of the pod network
     */
    public void run(String nodeName, String bridge, String dnsAddress) {
        new ServiceProxy(nodeName, "", "", commands).remove();
        new PodRoutes(nodeName, commands).remove();
        removeHostRules("filter", "FORWARD", HostRules.forwardChain(bridge));
        removeHostRules("nat", "POSTROUTING", HostRules.outChain(bridge));
        commands.run("ip", "address", "delete", dnsAddress + "/32", "dev", "lo");
        commands.run("ip", "link", "delete", bridge);
    }

    private void removeHostRules(String table, String from, String chain) {
        commands.run(
                "iptables",
                "-w",
                "-t",
                table,
                "-D",
                from,
                "-m",
                "comment",
                "--comment",
                "gantry pod network",
                "-j",
                chain);
        commands.run("iptables", "-w", "-t", table, "-F", chain);
        commands.run("iptables", "-w", "-t", table, "-X", chain);
    }
}
