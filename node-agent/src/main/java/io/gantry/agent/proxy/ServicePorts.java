package io.gantry.agent.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Joins services (core/v1) with their EndpointSlices (discovery.k8s.io/v1). */
final class ServicePorts {

    private static final int DEFAULT_AFFINITY_SECONDS = 10800;

    private final String nodeName;
    private final Map<String, List<JsonNode>> slices = new HashMap<>();

    private ServicePorts(String nodeName, Collection<JsonNode> endpointSlices) {
        this.nodeName = nodeName;
        for (JsonNode slice : endpointSlices) {
            if (slice.path("addressType").asText().equals("IPv4")) {
                String service = slice.path("metadata")
                        .path("labels")
                        .path("kubernetes.io/service-name")
                        .asText();
                String namespace = slice.path("metadata").path("namespace").asText();
                slices.computeIfAbsent(namespace + "/" + service, key -> new ArrayList<>())
                        .add(slice);
            }
        }
    }

    /** All service ports that have an address, ordered by name. */
    static List<ServicePort> of(String nodeName, Collection<JsonNode> services, Collection<JsonNode> endpointSlices) {
        ServicePorts joined = new ServicePorts(nodeName, endpointSlices);
        return services.stream()
                .filter(ServicePorts::hasClusterIp)
                .flatMap(service -> joined.ports(service).stream())
                .sorted(Comparator.comparing(ServicePort::id).thenComparing(ServicePort::protocol))
                .toList();
    }

    private static boolean hasClusterIp(JsonNode service) {
        String address = service.path("spec").path("clusterIP").asText();
        return !address.isEmpty()
                && !address.equals("None")
                && !service.path("spec").path("type").asText().equals("ExternalName");
    }

    private List<ServicePort> ports(JsonNode service) {
        JsonNode spec = service.path("spec");
        String name = service.path("metadata").path("namespace").asText() + "/"
                + service.path("metadata").path("name").asText();
        List<ServicePort> ports = new ArrayList<>();
        for (JsonNode port : spec.path("ports")) {
            String portName = port.path("name").asText("");
            String protocol = port.path("protocol").asText("TCP");
            ports.add(new ServicePort(
                    name,
                    portName,
                    protocol,
                    port.path("port").asInt(),
                    port.path("nodePort").asInt(0),
                    clusterIps(spec),
                    externalIps(service),
                    affinity(spec),
                    spec.path("externalTrafficPolicy").asText().equals("Local"),
                    spec.path("internalTrafficPolicy").asText().equals("Local"),
                    endpoints(name, portName, protocol)));
        }
        return ports;
    }

    private static List<String> clusterIps(JsonNode spec) {
        List<String> addresses = ipv4(spec.path("clusterIPs"));
        return addresses.isEmpty() ? List.of(spec.path("clusterIP").asText()) : addresses;
    }

    private static List<String> externalIps(JsonNode service) {
        List<String> addresses = new ArrayList<>(ipv4(service.path("spec").path("externalIPs")));
        for (JsonNode ingress : service.path("status").path("loadBalancer").path("ingress")) {
            String address = ingress.path("ip").asText("");
            if (isIpv4(address)) {
                addresses.add(address);
            }
        }
        return List.copyOf(new TreeSet<>(addresses));
    }

    private static List<String> ipv4(JsonNode addresses) {
        List<String> result = new ArrayList<>();
        addresses.forEach(address -> result.add(address.asText()));
        return result.stream().filter(ServicePorts::isIpv4).toList();
    }

    private static boolean isIpv4(String address) {
        return address.indexOf('.') > 0 && address.indexOf(':') < 0;
    }

    private static OptionalInt affinity(JsonNode spec) {
        return spec.path("sessionAffinity").asText().equals("ClientIP")
                ? OptionalInt.of(spec.path("sessionAffinityConfig")
                        .path("clientIP")
                        .path("timeoutSeconds")
                        .asInt(DEFAULT_AFFINITY_SECONDS))
                : OptionalInt.empty();
    }

    /** Ready endpoints; where there is none, those that still serve while they terminate (KEP-1669). */
    private List<ServicePort.Endpoint> endpoints(String service, String portName, String protocol) {
        TreeSet<ServicePort.Endpoint> ready = new TreeSet<>();
        TreeSet<ServicePort.Endpoint> terminating = new TreeSet<>();
        for (JsonNode slice : slices.getOrDefault(service, List.of())) {
            OptionalInt port = port(slice, portName, protocol);
            if (port.isPresent()) {
                for (JsonNode endpoint : slice.path("endpoints")) {
                    JsonNode conditions = endpoint.path("conditions");
                    if (conditions.path("ready").asBoolean(true)) {
                        addAll(ready, endpoint, port.getAsInt());
                    } else if (conditions.path("serving").asBoolean(false)
                            && conditions.path("terminating").asBoolean(false)) {
                        addAll(terminating, endpoint, port.getAsInt());
                    }
                }
            }
        }
        return List.copyOf(ready.isEmpty() ? terminating : ready);
    }

    private void addAll(TreeSet<ServicePort.Endpoint> set, JsonNode endpoint, int port) {
        boolean local = endpoint.path("nodeName").asText("").equals(nodeName);
        endpoint.path("addresses").forEach(address -> set.add(new ServicePort.Endpoint(address.asText(), port, local)));
    }

    private static OptionalInt port(JsonNode slice, String name, String protocol) {
        for (JsonNode port : slice.path("ports")) {
            if (port.path("name").asText("").equals(name)
                    && port.path("protocol").asText("TCP").equals(protocol)
                    && port.has("port")) {
                return OptionalInt.of(port.path("port").asInt());
            }
        }
        return OptionalInt.empty();
    }
}
