package io.gantry.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Joins the nodes of this machine: a bridge on the host, whose address is the first node's, and for each further node a network
 * namespace with a veth pair into the bridge and the host as its gateway.
 */
final class MachineNetwork {

    private static final String BRIDGE = "gantry-nodes";

    private final Shell shell;
    private final Settings settings;

    MachineNetwork(Shell shell, Settings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    static String namespace(int number) {
        return "gantry-node-" + number;
    }

    void ensureBridge() {
        if (!Files.exists(Path.of("/sys/class/net/" + BRIDGE))) {
            shell.require("ip", "link", "add", BRIDGE, "type", "bridge");
            shell.require("ip", "address", "add", settings.hostAddress() + "/24", "dev", BRIDGE);
            shell.require("ip", "link", "set", BRIDGE, "up");
        }
        shell.require("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
    }

    /** Docker's own rules drop what it does not know; traffic between nodes and their pods is ours to allow. */
    void allowForwarding() {
        if (shell.run("iptables", "-w", "-n", "-L", "DOCKER-USER").succeeded()) {
            for (String direction : new String[] {"-i", "-o"}) {
                if (!shell.run("iptables", "-w", "-C", "DOCKER-USER", direction, BRIDGE, "-j", "ACCEPT")
                        .succeeded()) {
                    shell.require("iptables", "-w", "-I", "DOCKER-USER", direction, BRIDGE, "-j", "ACCEPT");
                }
            }
        }
    }

    boolean hasNamespace(int number) {
        return Files.exists(Path.of("/run/netns/" + namespace(number)));
    }

    void ensureNamespace(int number) {
        String namespace = namespace(number);
        if (hasNamespace(number)) {
            return;
        }
        String outer = "gantry-n" + number;
        if (Files.exists(Path.of("/sys/class/net/" + outer))) {
            // of a namespace that was removed while something still ran in it, and lives as long as that
            shell.require("ip", "link", "delete", outer);
        }
        shell.require("ip", "netns", "add", namespace);
        shell.require("ip", "link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        shell.require("ip", "link", "set", outer, "master", BRIDGE, "up");
        // what comes for a node port of the machine may be for a pod of the node that it came from
        shell.require("ip", "link", "set", outer, "type", "bridge_slave", "hairpin", "on");
        inside(namespace, "ip", "address", "add", settings.nodeAddress(number) + "/24", "dev", "eth0");
        inside(namespace, "ip", "link", "set", "eth0", "up");
        inside(namespace, "ip", "link", "set", "lo", "up");
        inside(namespace, "ip", "route", "add", "default", "via", settings.hostAddress());
        inside(namespace, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
    }

    void removeNamespace(int number) {
        if (hasNamespace(number)) {
            endAllIn(namespace(number));
            shell.require("ip", "netns", "delete", namespace(number));
        }
    }

    /** An engine that is stopped while it starts a container may leave the container's shim behind, which nobody knows then. */
    private void endAllIn(String namespace) {
        shell.require("ip", "netns", "pids", namespace)
                .lines()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .forEach(process -> process.ifPresent(ProcessHandle::destroyForcibly));
    }

    void removeBridge() {
        for (String direction : new String[] {"-i", "-o"}) {
            shell.run("iptables", "-w", "-D", "DOCKER-USER", direction, BRIDGE, "-j", "ACCEPT");
        }
        if (Files.exists(Path.of("/sys/class/net/" + BRIDGE))) {
            shell.require("ip", "link", "delete", BRIDGE);
        }
    }

    private void inside(String namespace, String... command) {
        String[] whole = new String[command.length + 2];
        whole[0] = "nsenter";
        whole[1] = "--net=/run/netns/" + namespace;
        System.arraycopy(command, 0, whole, 2, command.length);
        shell.require(whole);
    }
}
