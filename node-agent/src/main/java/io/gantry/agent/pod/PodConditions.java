package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Renders the conditions of a pod that are the node's to set, and carries over all others.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions">API page</a>
 */
final class PodConditions {

    private static final Set<String> OWN = Set.of(
            "PodReadyToStartContainers",
            "Initialized",
            "Ready",
            "ContainersReady",
            "PodScheduled",
            "PodResizePending",
            "PodResizeInProgress");

    private final Pod pod;
    private final PodPhase phase;
    private final JsonNode before;
    private final Instant now;
    private final Map<String, JsonNode> statuses = new HashMap<>();
    private final ArrayNode result = Json.MAPPER.createArrayNode();

    /**
     * @param statuses of all containers
     * @param before the pod's last status, whose transition times go on
     */
    PodConditions(Pod pod, PodPhase phase, List<JsonNode> statuses, JsonNode before, Instant now) {
        this.pod = pod;
        this.phase = phase;
        this.before = before;
        this.now = now;
        statuses.forEach(status -> this.statuses.put(status.path("name").asText(), status));
    }

    ArrayNode of(boolean hasSandbox, boolean initialized, PodActual actual) {
        for (JsonNode condition : pod.status().path("conditions")) {
            String type = condition.path("type").asText();
            boolean evicted =
                    type.equals("DisruptionTarget") && actual.memory().verdict().isPresent();
            if (!OWN.contains(type) && !evicted) {
                result.add(condition);
            }
        }
        add("PodReadyToStartContainers", hasSandbox, "", "");
        addInitialized(initialized);
        Readiness containers = containersReady();
        Readiness ready = containers.holds ? gatesReady() : containers;
        add("Ready", ready.holds, ready.reason, ready.message);
        add("ContainersReady", containers.holds, containers.reason, containers.message);
        add("PodScheduled", true, "", "");
        addDisruption(actual);
        addResize(actual);
        return result;
    }

    private void addDisruption(PodActual actual) {
        actual.memory()
                .verdict()
                .filter(verdict -> verdict.kind() == Verdict.Kind.EVICTED)
                .ifPresent(verdict -> add("DisruptionTarget", true, "TerminationByKubelet", verdict.message()));
    }

    /** Both are only there while they hold, and never of a pod that has ended. */
    private void addResize(PodActual actual) {
        if (phase.ended()) {
            return;
        }
        actual.memory()
                .pendingResize()
                .ifPresent(pending ->
                        add("PodResizePending", true, pending.reason().title(), pending.message()));
        if (Resizes.inProgress(pod, actual)) {
            var failures = actual.memory().failures();
            Optional<Failure> failure = Optional.ofNullable(failures.get(PodActual.Memory.RESIZE))
                    .or(() -> Optional.ofNullable(failures.get(PodActual.Memory.GROUP)));
            add(
                    "PodResizeInProgress",
                    true,
                    failure.map(Failure::reason).orElse(""),
                    failure.map(Failure::message).orElse(""));
            if (actual.memory().resizeGeneration() > 0) {
                ((ObjectNode) result.get(result.size() - 1))
                        .put("observedGeneration", actual.memory().resizeGeneration());
            }
        }
    }

    private record Readiness(boolean holds, String reason, String message) {}

    private void addInitialized(boolean initialized) {
        List<String> incomplete = pod.initContainers().stream()
                .filter(container -> !complete(container))
                .map(Container::name)
                .toList();
        if (phase == PodPhase.SUCCEEDED) {
            add("Initialized", true, "PodCompleted", "");
        } else if (initialized || incomplete.isEmpty()) {
            add("Initialized", true, "", "");
        } else {
            add(
                    "Initialized",
                    false,
                    "ContainersNotInitialized",
                    "containers with incomplete status: " + list(incomplete));
        }
    }

    private boolean complete(Container container) {
        JsonNode status = statuses.getOrDefault(container.name(), Json.object());
        return status.path(container.kind() == Container.Kind.SIDECAR ? "started" : "ready")
                .asBoolean();
    }

    private Readiness containersReady() {
        List<String> unready = new ArrayList<>();
        for (Container container : pod.allContainers()) {
            JsonNode status = statuses.getOrDefault(container.name(), Json.object());
            if (container.kind() != Container.Kind.INIT && !status.path("ready").asBoolean()) {
                unready.add(container.name());
            }
        }
        if (phase == PodPhase.SUCCEEDED) {
            return new Readiness(false, "PodCompleted", "");
        }
        if (phase == PodPhase.FAILED) {
            return new Readiness(false, "PodFailed", "");
        }
        return unready.isEmpty()
                ? new Readiness(true, "", "")
                : new Readiness(false, "ContainersNotReady", "containers with unready status: " + list(unready));
    }

    private Readiness gatesReady() {
        List<String> missing = new ArrayList<>();
        for (JsonNode gate : pod.spec().path("readinessGates")) {
            String type = gate.path("conditionType").asText();
            JsonNode condition = find(pod.status().path("conditions"), type);
            if (condition.isEmpty()) {
                missing.add("corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
            } else if (!condition.path("status").asText().equals("True")) {
                missing.add("the status of pod readiness gate \"" + type + "\" is not \"True\", but "
                        + condition.path("status").asText());
            }
        }
        return missing.isEmpty()
                ? new Readiness(true, "", "")
                : new Readiness(false, "ReadinessGatesNotReady", String.join(", ", missing));
    }

    private void add(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        ObjectNode condition = result.addObject().put("type", type);
        if (pod.generation() > 0) {
            condition.put("observedGeneration", pod.generation());
        }
        condition.put("status", status).putNull("lastProbeTime").put("lastTransitionTime", transition(type, status));
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        if (!message.isEmpty()) {
            condition.put("message", message);
        }
    }

    private String transition(String type, String status) {
        JsonNode last = find(before.path("conditions"), type);
        return last.path("status").asText().equals(status) && last.hasNonNull("lastTransitionTime")
                ? last.path("lastTransitionTime").asText()
                : Times.format(now);
    }

    private static JsonNode find(JsonNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return Json.object();
    }

    /** As Go prints a list of texts. */
    private static String list(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }
}
