package io.gantry.agent.env;

import io.gantry.agent.object.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a pod that its containers may see (downward API).
 *
 * @param podAddresses the pod's own; empty before it has some
 * @param hostAddresses the node's
 */
public record PodFields(Pod pod, List<String> podAddresses, List<String> hostAddresses) {

    private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)'\\]");

    /**
     * The value at a field path.
     *
     * @throws ConfigException when there is no such field
     */
    public String value(String path) throws ConfigException {
        Matcher entry = ENTRY.matcher(path);
        if (entry.matches()) {
            return map(entry.group(1)).getOrDefault(entry.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels", "metadata.annotations" -> lines(map(path.substring("metadata.".length())));
            case "spec.nodeName" -> pod.spec().path("nodeName").asText("");
            case "spec.serviceAccountName" ->
                pod.spec().path("serviceAccountName").asText("");
            case "status.podIP" -> first(podAddresses).orElse("");
            case "status.podIPs" -> String.join(",", podAddresses);
            case "status.hostIP" -> first(hostAddresses).orElse("");
            case "status.hostIPs" -> String.join(",", hostAddresses);
            default -> throw new ConfigException("unsupported fieldPath: " + path);
        };
    }

    private Map<String, String> map(String name) {
        return name.equals("labels") ? pod.labels() : pod.annotations();
    }

    /** One {@code key="value"} a line, sorted, quoted as in Go. */
    private static String lines(Map<String, String> map) {
        return map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + quote(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String quote(String text) {
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
        return "\"" + escaped + "\"";
    }

    private static Optional<String> first(List<String> list) {
        return list.stream().findFirst();
    }
}
