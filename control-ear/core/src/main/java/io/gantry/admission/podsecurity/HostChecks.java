package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What pods share with their host. */
final class HostChecks {

    /** By the release from which they are allowed. */
    private static final List<Allowance> SYSCTLS = List.of(
            new Allowance(
                    0,
                    Set.of(
                            "kernel.shm_rmid_forced",
                            "net.ipv4.ip_local_port_range",
                            "net.ipv4.tcp_syncookies",
                            "net.ipv4.ping_group_range",
                            "net.ipv4.ip_unprivileged_port_start")),
            new Allowance(27, Set.of("net.ipv4.ip_local_reserved_ports")),
            new Allowance(
                    29,
                    Set.of(
                            "net.ipv4.tcp_keepalive_time",
                            "net.ipv4.tcp_fin_timeout",
                            "net.ipv4.tcp_keepalive_intvl",
                            "net.ipv4.tcp_keepalive_probes")),
            new Allowance(32, Set.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem")));

    private record Allowance(int since, Set<String> names) {}

    private HostChecks() {}

    static Optional<Violation> namespaces(CheckedPod pod, PolicyVersion version) {
        List<String> shared = Stream.of("hostNetwork", "hostPID", "hostIPC")
                .filter(field -> pod.spec().path(field).asBoolean())
                .map(field -> field + "=true")
                .toList();
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
    }

    static Optional<Violation> ports(CheckedPod pod, PolicyVersion version) {
        Set<String> ports = new TreeSet<>();
        List<String> containers = pod.containers(container -> {
            List<String> own = Nodes.objects(container, "ports").stream()
                    .filter(port -> port.path("hostPort").asInt() != 0)
                    .map(port -> port.path("hostPort").asText())
                    .toList();
            ports.addAll(own);
            return !own.isEmpty();
        });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "hostPort",
                        CheckedPod.named("container", containers) + uses(containers)
                                + CheckedPod.plural("hostPort", ports) + " " + String.join(", ", ports)));
    }

    private static String uses(List<String> users) {
        return users.size() == 1 ? " uses " : " use ";
    }

    static Optional<Violation> probes(CheckedPod pod, PolicyVersion version) {
        Set<String> hosts = new TreeSet<>();
        Set<String> containers = new TreeSet<>(pod.containers(container -> {
            List<String> own = probedHosts(container);
            hosts.addAll(own);
            return !own.isEmpty();
        }));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "probe or lifecycle host",
                        CheckedPod.named("container", containers)
                                + uses(List.copyOf(containers))
                                + CheckedPod.named("probe or lifecycle host", hosts)));
    }

    private static List<String> probedHosts(ObjectNode container) {
        List<JsonNode> handlers = new ArrayList<>();
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            handlers.add(container.path(probe));
        }
        for (String hook : List.of("postStart", "preStop")) {
            handlers.add(container.path("lifecycle").path(hook));
        }
        return handlers.stream()
                .flatMap(handler -> Stream.of(handler.path("httpGet"), handler.path("tcpSocket")))
                .map(target -> Nodes.text(target, "host"))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    static Optional<Violation> sysctls(CheckedPod pod, PolicyVersion version) {
        List<String> forbidden = Nodes.objects(pod.securityContext(), "sysctls").stream()
                .map(sysctl -> Nodes.text(sysctl, "name"))
                .filter(name -> SYSCTLS.stream()
                        .noneMatch(allowance -> version.isAtLeast(allowance.since())
                                && allowance.names().contains(name)))
                .toList();
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("forbidden sysctls", String.join(", ", forbidden)));
    }
}
