package io.gantry.agent.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Variables that tell a container where services are.
 *
 * @see <a href="https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables">API page</a>
 */
public final class ServiceVariables {

    private ServiceVariables() {}

    /**
     * The variables for a pod in a namespace: its services when links are on, and always {@code kubernetes} of {@code default}.
     */
    public static Map<String, String> of(Collection<? extends JsonNode> services, String namespace, boolean links) {
        Map<String, String> result = new LinkedHashMap<>();
        services.stream()
                .filter(service ->
                        hasAddress(service.path("spec").path("clusterIP").asText("")))
                .filter(service -> (links && namespace(service).equals(namespace)) || isApi(service))
                // a namespace's own service called kubernetes wins: it is put last
                .sorted(Comparator.comparing(
                                (JsonNode service) -> namespace(service).equals(namespace) && !isApi(service))
                        .thenComparing(ServiceVariables::name))
                .forEach(service -> add(service, result));
        return result;
    }

    private static void add(JsonNode service, Map<String, String> result) {
        String prefix = variable(name(service));
        String address = service.path("spec").path("clusterIP").asText();
        List<JsonNode> ports = Json.list(service.path("spec").path("ports"));
        result.put(prefix + "_SERVICE_HOST", address);
        if (ports.isEmpty()) {
            return;
        }
        result.put(prefix + "_SERVICE_PORT", ports.getFirst().path("port").asText());
        for (JsonNode port : ports) {
            String portName = port.path("name").asText("");
            if (!portName.isEmpty()) {
                result.put(
                        prefix + "_SERVICE_PORT_" + variable(portName),
                        port.path("port").asText());
            }
        }
        result.put(prefix + "_PORT", url(address, ports.getFirst()));
        ports.forEach(port -> addLink(prefix, address, port, result));
    }

    private static void addLink(String prefix, String address, JsonNode port, Map<String, String> result) {
        String link = prefix + "_PORT_" + port.path("port").asText() + "_"
                + protocol(port).toUpperCase(Locale.ROOT);
        result.put(link, url(address, port));
        result.put(link + "_PROTO", protocol(port));
        result.put(link + "_PORT", port.path("port").asText());
        result.put(link + "_ADDR", address);
    }

    private static String url(String address, JsonNode port) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return protocol(port) + "://" + host + ":" + port.path("port").asText();
    }

    private static String protocol(JsonNode port) {
        return Json.text(port, "protocol", "TCP").toLowerCase(Locale.ROOT);
    }

    private static boolean isApi(JsonNode service) {
        return namespace(service).equals("default") && name(service).equals("kubernetes");
    }

    private static boolean hasAddress(String clusterIp) {
        return !clusterIp.isEmpty() && !clusterIp.equals("None");
    }

    private static String name(JsonNode service) {
        return service.path("metadata").path("name").asText();
    }

    private static String namespace(JsonNode service) {
        return service.path("metadata").path("namespace").asText();
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
