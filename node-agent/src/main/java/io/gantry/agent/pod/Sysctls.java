package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Pod;
import java.util.Optional;
import java.util.Set;

/**
 * Which kernel parameters a pod may set: those that have no effect outside of it.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/">API page</a>
 */
final class Sysctls {

    private static final String OF_IPC = "kernel.shm_rmid_forced";
    private static final Set<String> OF_NETWORK = Set.of(
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem");

    private Sysctls() {}

    /** Why the pod must not run; empty when it may. */
    static Optional<String> forbidden(Pod pod) {
        for (JsonNode sysctl : pod.securityContext().path("sysctls")) {
            String name = normalized(sysctl.path("name").asText());
            if (name.equals(OF_IPC)) {
                if (pod.hostIpc()) {
                    return Optional.of(refusal(name, "not allowed with host IPC enabled"));
                }
            } else if (!OF_NETWORK.contains(name)) {
                return Optional.of(refusal(name, "not allowlisted"));
            } else if (pod.hostNetwork()) {
                return Optional.of(refusal(name, "not allowed with host Net enabled"));
            }
        }
        return Optional.empty();
    }

    /** {@code kernel/shm_rmid_forced} is {@code kernel.shm_rmid_forced}; with slashes, a dot belongs to a name. */
    static String normalized(String name) {
        int first = name.indexOf('/');
        int dot = name.indexOf('.');
        if (first < 0 || dot >= 0 && dot < first) {
            return name;
        }
        StringBuilder result = new StringBuilder();
        name.chars().forEach(c -> result.append((char) (c == '/' ? '.' : c == '.' ? '/' : c)));
        return result.toString();
    }

    private static String refusal(String name, String why) {
        return "forbidden sysctl: \"" + name + "\" " + why;
    }
}
