package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the scheduler must know of a pod, read once. */
public record PodInfo(
        ObjectKey key,
        String uid,
        Map<String, String> labels,
        String ownerUid,
        int priority,
        Instant created,
        String nodeName,
        Amounts requests,
        List<HostPort> hostPorts,
        List<Toleration> tolerations,
        Map<String, String> nodeSelector,
        List<String> images,
        JsonNode affinity,
        JsonNode topologySpreadConstraints,
        boolean terminating) {

    public static PodInfo of(ApiObject pod) {
        JsonNode spec = pod.spec();
        return new PodInfo(
                pod.key(),
                pod.uid(),
                pod.labels(),
                pod.controllerReference()
                        .map(owner -> owner.path("uid").asText())
                        .orElse(""),
                spec.path("priority").asInt(0),
                pod.creationTime(),
                spec.path("nodeName").asText(""),
                requests(spec),
                hostPorts(spec),
                Toleration.of(spec.path("tolerations")),
                ApiObject.strings(spec.path("nodeSelector")),
                images(spec),
                spec.path("affinity").deepCopy(),
                spec.path("topologySpreadConstraints").deepCopy(),
                pod.isBeingDeleted());
    }

    public String namespace() {
        return key.namespace();
    }

    /** The same pod on a node. */
    public PodInfo on(String node) {
        return new PodInfo(
                key,
                uid,
                labels,
                ownerUid,
                priority,
                created,
                node,
                requests,
                hostPorts,
                tolerations,
                nodeSelector,
                images,
                affinity,
                topologySpreadConstraints,
                terminating);
    }

    /**
     * What the node must have for the pod: the containers together, or what the hungriest init container needs beside the
     * sidecars started before it, whichever is more; and the overhead (KEP-753).
     */
    static Amounts requests(JsonNode spec) {
        Amounts containers = Amounts.NONE;
        for (JsonNode container : spec.path("containers")) {
            containers = containers.plus(Amounts.of(container.path("resources").path("requests")));
        }
        Amounts sidecars = Amounts.NONE;
        Amounts starting = Amounts.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Amounts own = Amounts.of(container.path("resources").path("requests"));
            if (container.path("restartPolicy").asText("").equals("Always")) {
                sidecars = sidecars.plus(own);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(own));
            }
        }
        return containers.plus(sidecars).max(starting).plus(Amounts.of(spec.path("overhead")));
    }

    private static List<HostPort> hostPorts(JsonNode spec) {
        List<HostPort> ports = new ArrayList<>();
        for (JsonNode container : spec.path("containers")) {
            for (JsonNode port : container.path("ports")) {
                int number = port.path("hostPort").asInt(0);
                if (number > 0) {
                    String address = port.path("hostIP").asText("");
                    ports.add(new HostPort(
                            address.isEmpty() ? "0.0.0.0" : address,
                            port.path("protocol").asText("TCP"),
                            number));
                }
            }
        }
        return List.copyOf(ports);
    }

    private static List<String> images(JsonNode spec) {
        List<String> images = new ArrayList<>();
        spec.path("containers")
                .forEach(container -> images.add(container.path("image").asText("")));
        return List.copyOf(images);
    }
}
