package io.gantry.ansible;

import io.gantry.e2e.CommandLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bridge on this machine with the hosts' cables in it: a network namespace and a veth pair for each host. */
final class HostNetwork implements AutoCloseable {

    private static final String BRIDGE = "gantry-ansible";
    private static final String NETWORK = "172.30.251.";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final CommandLine commands;
    private final int hosts;

    HostNetwork(CommandLine commands, int hosts) {
        this.commands = commands;
        this.hosts = hosts;
    }

    static String address(int host) {
        return NETWORK + (10 + host);
    }

    static String namespace(int host) {
        return BRIDGE + "-" + host;
    }

    void open() {
        close();
        require("ip", "link", "add", BRIDGE, "type", "bridge");
        require("ip", "address", "add", NETWORK + "1/24", "dev", BRIDGE);
        require("ip", "link", "set", BRIDGE, "up");
        for (String direction : List.of("-i", "-o")) {
            // an engine on this machine drops bridged packets that it does not know
            require("iptables", "-w", "-I", "FORWARD", direction, BRIDGE, "-j", "ACCEPT");
        }
        for (int host = 1; host <= hosts; host++) {
            String namespace = namespace(host);
            String cable = "gantry-ans-" + host;
            require("ip", "netns", "add", namespace);
            require("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace);
            require("ip", "link", "set", cable, "master", BRIDGE, "up");
            require("ip", "-n", namespace, "address", "add", address(host) + "/24", "dev", "eth0");
            require("ip", "-n", namespace, "link", "set", "eth0", "up");
            require("ip", "-n", namespace, "link", "set", "lo", "up");
            require("ip", "-n", namespace, "route", "add", "default", "via", NETWORK + "1");
        }
    }

    /** Removes it all, with what runs in it: also what an earlier run, that was killed, has left. */
    @Override
    public void close() {
        for (int host = 1; host <= hosts; host++) {
            String namespace = namespace(host);
            if (Files.exists(Path.of("/run/netns", namespace))) {
                require("ip", "netns", "pids", namespace).lines().forEach(pid -> run("kill", "-KILL", pid.strip()));
                require("ip", "netns", "delete", namespace);
            }
        }
        for (String direction : List.of("-i", "-o")) {
            run("iptables", "-w", "-D", "FORWARD", direction, BRIDGE, "-j", "ACCEPT");
        }
        if (Files.exists(Path.of("/sys/class/net", BRIDGE))) {
            require("ip", "link", "delete", BRIDGE);
        }
    }

    private String require(String... command) {
        return commands.require(TIMEOUT, "", List.of(command));
    }

    private void run(String... command) {
        commands.run(TIMEOUT, "", List.of(command));
    }
}
