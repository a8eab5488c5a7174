package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders a pod's v1 PodStatus: a function of what is wanted, what is, and the status before. */
public final class PodStatusBuilder {

    private PodStatusBuilder() {}

    /**
     * @param gone the control plane no longer has the pod
     * @param whole what is, with containers that are not to be seen yet
     * @param plan for the reasons why containers wait
     * @param before the last status that was built; the control plane's for the first
     * @param hostAddresses of the node
     */
    public static ObjectNode build(
            Pod pod,
            boolean gone,
            PodActual whole,
            Plan plan,
            JsonNode before,
            List<String> hostAddresses,
            Instant now) {
        Optional<Verdict> verdict = verdict(pod, whole, now);
        boolean stops = gone || pod.deleting() || verdict.isPresent();
        PodActual actual = stops ? whole : whole.asReported();
        if (verdict.filter(given -> given.kind() == Verdict.Kind.REJECTED).isPresent()) {
            return rejected(pod, verdict.get(), actual);
        }
        boolean ending = stops && actual.running().isEmpty();
        PodPhase decided = verdict.isPresent() && !pod.ended() ? PodPhase.FAILED : PodPhase.of(pod, actual, ending);
        PodPhase phase = shown(decided, pod, whole, before);
        ContainerStatuses containers =
                new ContainerStatuses(pod, actual, plan.waiting(), ending || phase.ended(), before);
        ArrayNode initial = containers.of(pod.initContainers(), "initContainerStatuses");
        ArrayNode regular = containers.of(pod.containers(), "containerStatuses");

        ObjectNode status = Json.object();
        if (pod.generation() > 0) {
            status.put("observedGeneration", pod.generation());
        }
        status.put("phase", phase.title());
        explain(pod, phase, verdict, status);
        List<JsonNode> all = new ArrayList<>(Json.list(initial));
        all.addAll(Json.list(regular));
        boolean sandbox = actual.sandbox(pod.hostNetwork()).isPresent();
        boolean initialized = InitProgress.of(pod, actual).done() && sandbox;
        status.set("conditions", new PodConditions(pod, phase, all, before, now).of(sandbox, initialized, actual));
        addAddresses(pod, actual, before, hostAddresses, status);
        status.put(
                "startTime", Times.format(pod.startTime().orElse(actual.memory().acceptedAt())));
        if (!initial.isEmpty()) {
            status.set("initContainerStatuses", initial);
        }
        status.set("containerStatuses", regular);
        ArrayNode ephemeral = containers.of(pod.ephemeralContainers(), "ephemeralContainerStatuses");
        if (!ephemeral.isEmpty()) {
            status.set("ephemeralContainerStatuses", ephemeral);
        }
        addResources(pod, status);
        status.put("qosClass", pod.qosClass().title());
        return status;
    }

    /** A pod has not ended before the last of its containers has: others rely on nothing of it running any more. */
    private static PodPhase shown(PodPhase decided, Pod pod, PodActual actual, JsonNode before) {
        if (!decided.ended() || pod.ended() || actual.running().isEmpty()) {
            return decided;
        }
        return before.path("phase").asText().equals(PodPhase.PENDING.title()) ? PodPhase.PENDING : PodPhase.RUNNING;
    }

    private static Optional<Verdict> verdict(Pod pod, PodActual actual, Instant now) {
        return actual.memory()
                .verdict()
                .or(() -> Deadline.passed(pod, actual, now) ? Optional.of(Deadline.VERDICT) : Optional.empty());
    }

    /** Nothing of it was ever started: there is nothing else to tell. */
    private static ObjectNode rejected(Pod pod, Verdict verdict, PodActual actual) {
        ObjectNode status = Json.object();
        if (pod.generation() > 0) {
            status.put("observedGeneration", pod.generation());
        }
        status.put("phase", PodPhase.FAILED.title())
                .put("reason", verdict.reason())
                .put("message", verdict.statusMessage());
        if (pod.status().path("conditions").isArray()) {
            status.set("conditions", pod.status().path("conditions"));
        }
        status.put(
                "startTime", Times.format(pod.startTime().orElse(actual.memory().acceptedAt())));
        return status.put("qosClass", pod.qosClass().title());
    }

    private static void explain(Pod pod, PodPhase phase, Optional<Verdict> verdict, ObjectNode status) {
        boolean known = pod.status().path("phase").asText().equals(phase.title());
        String reason = known ? pod.status().path("reason").asText("") : "";
        String message = known ? pod.status().path("message").asText("") : "";
        if (verdict.isPresent() && reason.isEmpty() && phase == PodPhase.FAILED) {
            reason = verdict.get().reason();
            message = verdict.get().statusMessage();
        }
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (!message.isEmpty()) {
            status.put("message", message);
        }
    }

    /** Those of the pod as a whole, when it has some. */
    private static void addResources(Pod pod, ObjectNode status) {
        JsonNode resources = pod.spec().path("resources");
        if (resources.isEmpty()) {
            return;
        }
        status.set("resources", resources);
        if (resources.path("requests").isObject()) {
            status.set("allocatedResources", resources.path("requests"));
        }
    }

    /** A pod whose sandbox is gone keeps showing the address it had. */
    private static void addAddresses(
            Pod pod, PodActual actual, JsonNode before, List<String> hostAddresses, ObjectNode status) {
        if (!hostAddresses.isEmpty()) {
            status.put("hostIP", hostAddresses.getFirst());
            ArrayNode hosts = status.putArray("hostIPs");
            hostAddresses.forEach(address -> hosts.addObject().put("ip", address));
        }
        List<String> addresses = pod.hostNetwork() ? hostAddresses : actual.addresses();
        if (addresses.isEmpty()) {
            addresses = Json.list(before.path("podIPs")).stream()
                    .map(ip -> ip.path("ip").asText())
                    .toList();
        }
        if (!addresses.isEmpty()) {
            status.put("podIP", addresses.getFirst());
            ArrayNode pods = status.putArray("podIPs");
            addresses.forEach(address -> pods.addObject().put("ip", address));
        }
    }
}
