package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Renders the resolv.conf of a pod from its dnsPolicy and dnsConfig.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy">API page</a>
 */
final class ResolvConf {

    private static final int MAX_SERVERS = 3;
    private static final int MAX_SEARCHES = 32;

    private final LinkedHashSet<String> servers = new LinkedHashSet<>();
    private final LinkedHashSet<String> searches = new LinkedHashSet<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    private ResolvConf() {}

    /** @param host the node's own resolv.conf */
    static String of(Pod pod, ClusterSettings settings, String host) {
        ResolvConf conf = new ResolvConf();
        String policy = Json.text(pod.spec(), "dnsPolicy", "ClusterFirst");
        boolean cluster =
                policy.equals("ClusterFirstWithHostNet") || policy.equals("ClusterFirst") && !pod.hostNetwork();
        if (cluster && !settings.dnsAddress().isEmpty()) {
            conf.cluster(pod.namespace(), settings, host);
        } else if (!policy.equals("None")) {
            conf.read(host);
        }
        conf.merge(pod.spec().path("dnsConfig"));
        return conf.render();
    }

    private void cluster(String namespace, ClusterSettings settings, String host) {
        ResolvConf node = new ResolvConf();
        node.read(host);
        servers.add(settings.dnsAddress());
        searches.add(namespace + ".svc." + settings.domain());
        searches.add("svc." + settings.domain());
        searches.add(settings.domain());
        searches.addAll(node.searches);
        options.put("ndots", "5");
    }

    private void read(String text) {
        for (String line : text.split("\n")) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            List<String> rest = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> servers.addAll(rest);
                case "search" -> {
                    searches.clear();
                    searches.addAll(rest);
                }
                case "options" -> rest.forEach(this::option);
                default -> {}
            }
        }
    }

    private void option(String text) {
        String[] parts = text.split(":", 2);
        options.put(parts[0], parts.length > 1 ? parts[1] : "");
    }

    private void merge(JsonNode dnsConfig) {
        servers.addAll(Json.strings(dnsConfig.path("nameservers")));
        searches.addAll(Json.strings(dnsConfig.path("searches")));
        for (JsonNode option : dnsConfig.path("options")) {
            options.put(option.path("name").asText(), option.path("value").asText(""));
        }
    }

    private String render() {
        List<String> lines = new ArrayList<>();
        if (!searches.isEmpty()) {
            lines.add("search "
                    + String.join(" ", searches.stream().limit(MAX_SEARCHES).toList()));
        }
        servers.stream().limit(MAX_SERVERS).forEach(server -> lines.add("nameserver " + server));
        if (!options.isEmpty()) {
            lines.add("options "
                    + String.join(
                            " ",
                            options.entrySet().stream()
                                    .map(entry -> entry.getValue().isEmpty()
                                            ? entry.getKey()
                                            : entry.getKey() + ":" + entry.getValue())
                                    .toList()));
        }
        return String.join("\n", lines) + "\n";
    }
}
