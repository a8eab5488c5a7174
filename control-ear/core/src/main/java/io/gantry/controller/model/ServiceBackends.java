package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pods behind a service and what the service makes of each; shared by the two kinds that publish them. */
public record ServiceBackends(ApiObject service) {

    /** Whether this service's backends are picked by a selector at all. */
    public boolean isSelected() {
        return !service.spec().path("type").asText("").equals("ExternalName")
                && !selector().isEmpty();
    }

    private Map<String, String> selector() {
        return ApiObject.strings(service.spec().path("selector"));
    }

    public boolean isHeadless() {
        String clusterIp = service.spec().path("clusterIP").asText("");
        return clusterIp.isEmpty() || clusterIp.equals("None");
    }

    public boolean publishesNotReady() {
        return service.spec().path("publishNotReadyAddresses").asBoolean();
    }

    /** The pods that have an address and have not ended; those being deleted are among them. */
    public List<PodState> pods(ClusterView view) {
        return view.labeled(ResourceNames.PODS, service.namespace(), selector()).stream()
                .map(PodState::new)
                .filter(pod -> !pod.isTerminal() && !addresses(pod).isEmpty())
                .toList();
    }

    /** All addresses of a pod, the main one first. */
    public static List<String> addresses(PodState pod) {
        List<String> addresses = new ArrayList<>();
        pod.object()
                .status()
                .path("podIPs")
                .forEach(ip -> addresses.add(ip.path("ip").asText()));
        String main = pod.object().status().path("podIP").asText("");
        if (addresses.isEmpty() && !main.isEmpty()) {
            addresses.add(main);
        }
        return addresses;
    }

    /** The service's ports as this pod offers them: name, port, protocol, appProtocol; a named port that the pod lacks is left out. */
    public List<ObjectNode> ports(PodState pod) {
        List<ObjectNode> ports = new ArrayList<>();
        for (JsonNode port : service.spec().path("ports")) {
            target(port, pod).ifPresent(number -> ports.add(endpointPort(port, number)));
        }
        return ports;
    }

    private static ObjectNode endpointPort(JsonNode port, int number) {
        ObjectNode result = Json.object();
        result.put("name", port.path("name").asText(""));
        result.put("port", number);
        result.put("protocol", protocol(port));
        if (port.has("appProtocol")) {
            result.set("appProtocol", port.get("appProtocol"));
        }
        return result;
    }

    private static Optional<Integer> target(JsonNode port, PodState pod) {
        JsonNode target = port.path("targetPort");
        if (!target.isTextual()) {
            return Optional.of(target.asInt(port.path("port").asInt()));
        }
        return offeredPorts(pod.object().spec())
                .filter(offered -> offered.path("name").asText("").equals(target.asText())
                        && protocol(offered).equals(protocol(port)))
                .map(offered -> offered.path("containerPort").asInt())
                .findFirst();
    }

    /** Ports of the containers that run for the pod's whole life. */
    private static Stream<JsonNode> offeredPorts(JsonNode spec) {
        Stream<JsonNode> sidecars = stream(spec.path("initContainers"))
                .filter(container -> container.path("restartPolicy").asText("").equals("Always"));
        return Stream.concat(stream(spec.path("containers")), sidecars)
                .flatMap(container -> stream(container.path("ports")));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }

    private static String protocol(JsonNode port) {
        return port.path("protocol").asText("TCP");
    }

    /** The host name that DNS gives the pod under this service. */
    public Optional<String> hostname(PodState pod) {
        JsonNode spec = pod.object().spec();
        String hostname = spec.path("hostname").asText("");
        boolean named = !hostname.isEmpty() && spec.path("subdomain").asText("").equals(service.name());
        return named ? Optional.of(hostname) : Optional.empty();
    }

    /** Reference to a pod as endpoints carry it. */
    public static ObjectNode targetReference(PodState pod) {
        ObjectNode reference = Json.object();
        reference.put("kind", "Pod");
        reference.put("namespace", pod.object().namespace());
        reference.put("name", pod.name());
        reference.put("uid", pod.uid());
        return reference;
    }

    /** The services whose backends a pod's event may change. */
    public static Collection<ObjectKey> servicesOf(CacheEvent event, ClusterView view) {
        ApiObject pod = event.object();
        if (event instanceof CacheEvent.Modified modified && isSameBackend(modified.previous(), pod)) {
            return List.of();
        }
        Set<ObjectKey> keys = new HashSet<>();
        for (ApiObject candidate : view.list(ResourceNames.SERVICES, pod.namespace())) {
            WorkloadSelector selector = WorkloadSelector.ofLabels(new ServiceBackends(candidate).selector());
            boolean before = event instanceof CacheEvent.Modified modified && selector.selects(modified.previous());
            if (before || selector.selects(pod)) {
                keys.add(candidate.key());
            }
        }
        return keys;
    }

    private static boolean isSameBackend(ApiObject before, ApiObject after) {
        PodState one = new PodState(before);
        PodState other = new PodState(after);
        return before.labels().equals(after.labels())
                && one.isReady() == other.isReady()
                && one.isTerminal() == other.isTerminal()
                && before.isBeingDeleted() == after.isBeingDeleted()
                && one.nodeName().equals(other.nodeName())
                && addresses(one).equals(addresses(other))
                && before.spec().path("containers").equals(after.spec().path("containers"));
    }
}
