package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler must know of a pod, read once.
 *
 * @param ownerUid uid of the controller that owns it, or empty
 * @param started when its node began to run it; when it was created, before that
 * @param nodeName the node that it runs on, or empty
 * @param nominatedNode the node where pods were evicted for it, or empty
 * @param preempts whether others may be evicted for it
 * @param requests what its node must have for it
 * @param assumedRequests the same, with something for containers that do not say what they need
 * @param claims that its volumes stand for, in the order of the volumes
 * @param leaving whether it is on its way out, and why
 */
public record PodInfo(
        ObjectKey key,
        String uid,
        Map<String, String> labels,
        String ownerUid,
        int priority,
        boolean preempts,
        Instant created,
        Instant started,
        String nodeName,
        String nominatedNode,
        Amounts requests,
        Amounts assumedRequests,
        List<HostPort> hostPorts,
        List<Toleration> tolerations,
        Map<String, String> nodeSelector,
        List<String> images,
        JsonNode affinity,
        PodAffinity podAffinity,
        JsonNode topologySpreadConstraints,
        List<PodClaim> claims,
        Leaving leaving) {

    /** Whether a pod is being deleted. */
    public enum Leaving {
        NO,
        DELETED,
        /** Deleted by the scheduler to make room. */
        PREEMPTED
    }

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
                !spec.path("preemptionPolicy").asText("").equals("Never"),
                pod.creationTime(),
                started(pod),
                spec.path("nodeName").asText(""),
                pod.status().path("nominatedNodeName").asText(""),
                PodRequests.of(spec, Amounts.NONE),
                PodRequests.of(spec, Amounts.ASSUMED),
                hostPorts(spec),
                Toleration.of(spec.path("tolerations")),
                ApiObject.strings(spec.path("nodeSelector")),
                images(spec),
                spec.path("affinity").deepCopy(),
                PodAffinity.of(spec.path("affinity"), pod.namespace()),
                spec.path("topologySpreadConstraints").deepCopy(),
                PodClaim.of(pod),
                leaving(pod));
    }

    private static Instant started(ApiObject pod) {
        String time = pod.status().path("startTime").asText("");
        return time.isEmpty() ? pod.creationTime() : Instant.parse(time);
    }

    private static Leaving leaving(ApiObject pod) {
        if (!pod.isBeingDeleted()) {
            return Leaving.NO;
        }
        for (JsonNode condition : pod.status().path("conditions")) {
            if (condition.path("type").asText().equals("DisruptionTarget")
                    && condition.path("status").asText().equals("True")
                    && condition.path("reason").asText().equals("PreemptionByScheduler")) {
                return Leaving.PREEMPTED;
            }
        }
        return Leaving.DELETED;
    }

    public String namespace() {
        return key.namespace();
    }

    public boolean terminating() {
        return leaving != Leaving.NO;
    }

    public boolean hasPodAffinity() {
        return !podAffinity.isEmpty();
    }

    public boolean tolerates(Taint taint) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }

    /** Whether a taint of the node keeps the pod away. */
    public boolean isRepelledBy(NodeInfo node) {
        return node.taints().stream().anyMatch(taint -> taint.repels() && !tolerates(taint));
    }

    /** The same pod on a node. */
    public PodInfo on(String node) {
        return with(node, nominatedNode, leaving);
    }

    /** The same pod with room being made for it on a node; on none when empty. */
    public PodInfo nominatedTo(String node) {
        return with(nodeName, node, leaving);
    }

    /** The same pod on its way out for another one. */
    public PodInfo preempted() {
        return with(nodeName, nominatedNode, Leaving.PREEMPTED);
    }

    /** The same pod as if it were not on its way out. */
    public PodInfo staying() {
        return with(nodeName, nominatedNode, Leaving.NO);
    }

    /** Whether it asks the same of nodes as another state of the pod. */
    public boolean asksAs(PodInfo other) {
        return with("", "", Leaving.NO).equals(other.with("", "", Leaving.NO));
    }

    private PodInfo with(String node, String nominated, Leaving way) {
        return new PodInfo(
                key,
                uid,
                labels,
                ownerUid,
                priority,
                preempts,
                created,
                started,
                node,
                nominated,
                requests,
                assumedRequests,
                hostPorts,
                tolerations,
                nodeSelector,
                images,
                affinity,
                podAffinity,
                topologySpreadConstraints,
                claims,
                way);
    }

    private static List<HostPort> hostPorts(JsonNode spec) {
        List<HostPort> ports = new ArrayList<>();
        for (JsonNode container : containers(spec)) {
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

    /** Those that run as long as the pod: the containers, and the sidecars among the init containers. */
    private static List<JsonNode> containers(JsonNode spec) {
        List<JsonNode> containers = new ArrayList<>();
        spec.path("containers").forEach(containers::add);
        for (JsonNode container : spec.path("initContainers")) {
            if (PodRequests.isSidecar(container)) {
                containers.add(container);
            }
        }
        return containers;
    }

    private static List<String> images(JsonNode spec) {
        List<String> images = new ArrayList<>();
        spec.path("initContainers")
                .forEach(container -> images.add(container.path("image").asText("")));
        spec.path("containers")
                .forEach(container -> images.add(container.path("image").asText("")));
        return List.copyOf(images);
    }
}
