package io.gantry.agent.cni;

import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the host has to let through for the agent's own bridge: forwarding to and from pods (Docker drops forwarded packets by
 * default), and masquerading of what pods send out of the cluster. Kept in two chains of our own for each bridge, so that nodes and
 * clusters that share a host do not touch each other's.
 */
public final class HostRules {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** With an interface's name of 15 characters at most these stay below the 28 that iptables takes. */
    private static final String FORWARD = "GANTRY-FWD-";

    private static final String OUT = "GANTRY-OUT-";

    private final HostCommands commands;

    public HostRules(HostCommands commands) {
        this.commands = commands;
    }

    /** The chain that lets through what comes from or goes to the bridge. */
    public static String forwardChain(String bridge) {
        return FORWARD + bridge;
    }

    /** The chain that masquerades what the bridge's pods send out of the cluster. */
    public static String outChain(String bridge) {
        return OUT + bridge;
    }

    /**
     * The commands, as arguments of iptables, that bring the rules about; a jump is added only where its check fails.
     *
     * @param clusterCidr range that all pod addresses lie in; the node's own range when unknown
     */
    static List<String> restore(String bridge, String podCidr, String clusterCidr) {
        String forward = forwardChain(bridge);
        String out = outChain(bridge);
        return List.of(
                "*filter",
                ":" + forward + " - [0:0]",
                "-A " + forward + " -i " + bridge + " -j ACCEPT",
                "-A " + forward + " -o " + bridge + " -j ACCEPT",
                "COMMIT",
                "*nat",
                ":" + out + " - [0:0]",
                "-A " + out + " -s " + podCidr + " -d 224.0.0.0/4 -j RETURN",
                "-A " + out + " -s " + podCidr + " ! -d " + clusterCidr + " -j MASQUERADE",
                "COMMIT",
                "");
    }

    /** Brings the rules about; may be called any number of times. */
    public void ensure(String bridge, String podCidr, String clusterCidr) throws IOException {
        String text = String.join("\n", restore(bridge, podCidr, clusterCidr));
        HostCommands.Result result = commands.run(
                List.of("iptables-restore", "--noflush", "--wait"),
                Map.of(),
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException("iptables-restore: " + result.stderr().strip());
        }
        jump("filter", "FORWARD", forwardChain(bridge));
        jump("nat", "POSTROUTING", outChain(bridge));
    }

    private void jump(String table, String from, String to) throws IOException {
        if (!iptables(table, "-C", from, to).succeeded()) {
            HostCommands.Result added = iptables(table, "-I", from, to);
            if (!added.succeeded()) {
                throw new IOException("iptables: " + added.stderr().strip());
            }
        }
    }

    private HostCommands.Result iptables(String table, String action, String from, String to) throws IOException {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", "-t", table, action, from));
        command.addAll(List.of("-m", "comment", "--comment", "gantry pod network", "-j", to));
        return commands.run(command, Map.of(), new byte[0], TIMEOUT);
    }
}
