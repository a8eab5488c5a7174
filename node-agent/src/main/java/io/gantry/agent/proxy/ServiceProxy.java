package io.gantry.agent.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.system.SystemCommands;
import io.gantry.agent.system.SystemCommands.CommandFailedException;
import io.gantry.agent.system.SystemCommands.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's iptables rules equal to the cluster's services. Not for several threads at once. After a failure, and from time to
 * time, everything is written anew, so that rules which somebody else removed come back.
 */
public final class ServiceProxy {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);

    /** Built-in chain, its table, and the chain of ours that it jumps to first. */
    private record Jump(String table, String from, String to, String match) {}

    private static final String NEW = "-m conntrack --ctstate NEW";

    private static final List<Jump> JUMPS = List.of(
            new Jump("nat", "PREROUTING", "KUBE-SERVICES", ""),
            new Jump("nat", "OUTPUT", "KUBE-SERVICES", ""),
            new Jump("nat", "POSTROUTING", "KUBE-POSTROUTING", ""),
            new Jump("filter", "FORWARD", "KUBE-SERVICES", NEW),
            new Jump("filter", "FORWARD", "KUBE-EXTERNAL-SERVICES", NEW),
            new Jump("filter", "FORWARD", "KUBE-FORWARD", ""),
            new Jump("filter", "OUTPUT", "KUBE-FIREWALL", ""),
            new Jump("filter", "OUTPUT", "KUBE-SERVICES", NEW),
            new Jump("filter", "INPUT", "KUBE-FIREWALL", ""),
            new Jump("filter", "INPUT", "KUBE-EXTERNAL-SERVICES", NEW));

    private final String nodeName;
    private final String clusterCidr;
    private final String serviceCidr;
    private final SystemCommands commands;
    private final Map<String, Map<String, List<String>>> applied = new HashMap<>();
    private Set<String> udpTargets = Set.of();

    /**
     * A proxy for one node.
     *
     * @param clusterCidr what all pod addresses lie in
     * @param serviceCidr what the addresses of services lie in; empty when unknown
     */
    public ServiceProxy(String nodeName, String clusterCidr, String serviceCidr, SystemCommands commands) {
        this.nodeName = nodeName;
        this.clusterCidr = clusterCidr;
        this.serviceCidr = serviceCidr;
        this.commands = commands;
    }

    /** Prepares the kernel: forwarding, and iptables for traffic that a bridge carries. */
    public void start() {
        commands.require("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        commands.require("sysctl", "-q", "-w", "net.ipv4.conf.all.route_localnet=1");
        commands.run("modprobe", "br_netfilter"); // built in where there is no such module
        commands.require("sysctl", "-q", "-w", "net.bridge.bridge-nf-call-iptables=1");
    }

    /** Makes the rules those of these services (core/v1) and EndpointSlices (discovery.k8s.io/v1). */
    public void apply(Collection<JsonNode> services, Collection<JsonNode> endpointSlices) {
        List<ServicePort> ports = ServicePorts.of(nodeName, services, endpointSlices);
        try {
            apply(FilterRules.render(ports, clusterCidr, serviceCidr));
            apply(NatRules.render(ports, clusterCidr));
        } catch (CommandFailedException e) {
            applied.clear();
            throw e;
        }
        forgetStaleUdpFlows(ports);
    }

    /** Forgets what was written, so that the next {@link #apply} writes everything. */
    public void resync() {
        applied.clear();
    }

    private void apply(Chains wanted) {
        boolean first = !applied.containsKey(wanted.table());
        Map<String, List<String>> before = first ? present(wanted.table()) : applied.get(wanted.table());
        String script = RestoreScript.between(before, wanted);
        if (!script.isEmpty()) {
            Outcome outcome = commands.run(script, List.of("iptables-restore", "-w", "10", "--noflush"));
            if (!outcome.succeeded()) {
                throw new CommandFailedException("iptables-restore", outcome);
            }
            LOG.debug("rules written table={} bytes={}", wanted.table(), script.length());
        }
        if (first) {
            JUMPS.stream()
                    .filter(jump -> jump.table().equals(wanted.table()))
                    .toList()
                    .reversed()
                    .forEach(this::ensure);
        }
        if (wanted.table().equals("filter") && (first || !script.isEmpty())) {
            refuseFirst();
        }
        applied.put(wanted.table(), new LinkedHashMap<>(wanted.rules()));
    }

    /** Our chains that the kernel holds, with unknown rules, so that all are written and strangers of an earlier run are removed. */
    private Map<String, List<String>> present(String table) {
        return commands.require("iptables-save", "-t", table)
                .lines()
                .filter(line -> line.startsWith(":KUBE-"))
                .collect(Collectors.toMap(
                        line -> line.substring(1, line.indexOf(' ')),
                        line -> List.of("unknown"),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private void ensure(Jump jump) {
        if (!commands.run("", command(jump, "-C")).succeeded()) {
            Outcome outcome = commands.run("", command(jump, "-I"));
            if (!outcome.succeeded()) {
                throw new CommandFailedException("iptables -I " + jump.from(), outcome);
            }
        }
    }

    /**
     * Others put rules before ours that accept all that pods send. Refusals come before those; in the moment that moving them takes
     * nothing is refused, and nothing else changes.
     */
    private void refuseFirst() {
        List<Jump> refusals = JUMPS.stream()
                .filter(jump -> jump.from().equals("FORWARD") && jump.match().equals(NEW))
                .toList();
        List<String> wanted = refusals.stream()
                .map(jump -> "-A FORWARD " + jump.match() + " -j " + jump.to())
                .toList();
        List<String> present = commands.require("iptables", "-w", "10", "-t", "filter", "-S", "FORWARD")
                .lines()
                .filter(line -> line.startsWith("-A "))
                .limit(wanted.size())
                .toList();
        if (present.equals(wanted)) {
            return;
        }
        for (Jump jump : refusals.reversed()) {
            commands.run("", command(jump, "-D"));
            ensure(jump);
        }
    }

    private static List<String> command(Jump jump, String action) {
        String text = "iptables -w 10 -t " + jump.table() + " " + action + " " + jump.from()
                + (jump.match().isEmpty() ? "" : " " + jump.match()) + " -j " + jump.to();
        return List.of(text.split(" "));
    }

    /** A UDP client keeps its flow to an endpoint that is gone, unless the kernel forgets the flow. */
    private void forgetStaleUdpFlows(List<ServicePort> ports) {
        Set<String> present = new TreeSet<>();
        for (ServicePort port : ports) {
            if (port.protocol().equals("UDP")) {
                port.endpoints().forEach(endpoint -> present.add(endpoint.address()));
            }
        }
        for (String gone : udpTargets) {
            if (!present.contains(gone)) {
                // exit code 1 says that there was no such flow
                commands.run("conntrack", "-D", "-p", "udp", "--dst-nat", gone);
            }
        }
        udpTargets = present;
    }

    /** Removes every rule and chain of ours. */
    public void remove() {
        JUMPS.forEach(jump -> commands.run("", command(jump, "-D")));
        for (String table : List.of("filter", "nat")) {
            String script = RestoreScript.between(present(table), new Chains(table));
            if (!script.isEmpty()) {
                Outcome outcome = commands.run(script, List.of("iptables-restore", "-w", "10", "--noflush"));
                if (!outcome.succeeded()) {
                    throw new CommandFailedException("iptables-restore", outcome);
                }
            }
        }
        applied.clear();
    }
}
