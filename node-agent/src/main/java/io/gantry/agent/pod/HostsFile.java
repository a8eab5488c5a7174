package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.List;

/** Renders the /etc/hosts of a pod. */
final class HostsFile {

    private static final String HEADER = "# Kubernetes-managed hosts file.\n";
    private static final String HOST_HEADER = "# Kubernetes-managed hosts file (host network).\n";

    private HostsFile() {}

    /** @param host the node's own file, for pods on its network */
    static String of(Pod pod, List<String> addresses, String clusterDomain, String host) {
        StringBuilder out = new StringBuilder();
        if (pod.hostNetwork()) {
            out.append(HOST_HEADER).append(host);
        } else {
            out.append(HEADER).append("""
                    127.0.0.1\tlocalhost
                    ::1\tlocalhost ip6-localhost ip6-loopback
                    fe00::0\tip6-localnet
                    fe00::0\tip6-mcastprefix
                    fe00::1\tip6-allnodes
                    fe00::2\tip6-allrouters
                    """);
            String domain = pod.domain(clusterDomain);
            String names = domain.isEmpty() ? pod.hostname() : pod.hostname() + "." + domain + "\t" + pod.hostname();
            addresses.forEach(
                    address -> out.append(address).append('\t').append(names).append('\n'));
        }
        appendAliases(pod.spec().path("hostAliases"), out);
        return out.toString();
    }

    private static void appendAliases(JsonNode aliases, StringBuilder out) {
        if (aliases.isEmpty()) {
            return;
        }
        out.append("\n# Entries added by HostAliases.\n");
        for (JsonNode alias : aliases) {
            out.append(alias.path("ip").asText())
                    .append('\t')
                    .append(String.join("\t", Json.strings(alias.path("hostnames"))))
                    .append('\n');
        }
    }
}
