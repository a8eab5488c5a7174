package io.gantry.controller.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a budget's status should be: pure.
 *
 * @param budget the budget
 * @param pods those that it selects
 */
record BudgetStatus(ApiObject budget, List<ApiObject> pods, ControllerScale scales, Instant now) {

    private static final String CONDITION = "DisruptionAllowed";

    /** How long an evicted pod may take to go before it counts again. */
    private static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

    /** How many pods there should be and how many of them must be healthy, or why that is not known. */
    private sealed interface Expected {

        record Known(long pods, long healthy) implements Expected {}

        record Unknown(String why) implements Expected {}
    }

    /** Whether some pods have no controller, and the budget needs one to know how many there should be. */
    boolean hasUnmanagedPods() {
        return needsScale()
                && pods.stream().anyMatch(pod -> pod.controllerReference().isEmpty());
    }

    private boolean needsScale() {
        return budget.spec().has("maxUnavailable")
                || budget.spec().path("minAvailable").isTextual();
    }

    ObjectNode status() {
        return switch (expected()) {
            case Expected.Known known -> known(known);
            case Expected.Unknown unknown -> failed(unknown.why());
        };
    }

    /** Nothing may go while it is not known what would be left. */
    private ObjectNode failed(String why) {
        ObjectNode status = budget.status().isObject() ? budget.status().deepCopy() : Json.object();
        status.put("disruptionsAllowed", 0);
        condition("False", "SyncFailed", why, status.path("observedGeneration").asLong())
                .writeTo(status);
        return status;
    }

    private ObjectNode known(Expected.Known expected) {
        long healthy = pods.stream().filter(this::isHealthy).count();
        long allowed = expected.pods() <= 0 ? 0 : Math.max(0, healthy - expected.healthy());
        long generation = budget.metadata().path("generation").asLong();
        ObjectNode status = Json.object();
        status.put("observedGeneration", generation);
        ObjectNode disrupted = disruptedPods();
        if (!disrupted.isEmpty()) {
            status.set("disruptedPods", disrupted);
        }
        status.put("disruptionsAllowed", allowed)
                .put("currentHealthy", healthy)
                .put("desiredHealthy", expected.healthy())
                .put("expectedPods", expected.pods());
        condition(allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", generation)
                .writeTo(status);
        return status;
    }

    private Conditions condition(String value, String reason, String message, long generation) {
        Conditions conditions = Conditions.of(budget.status());
        JsonNode since = conditions
                .find(CONDITION)
                .filter(present -> present.path("status").asText().equals(value))
                .map(present -> present.path("lastTransitionTime"))
                .orElse(TextNode.valueOf(Timestamps.seconds(now)));
        ObjectNode condition =
                Json.object().put("type", CONDITION).put("status", value).put("observedGeneration", generation);
        condition.set("lastTransitionTime", since);
        return conditions.with(condition.put("reason", reason).put("message", message));
    }

    private Expected expected() {
        JsonNode min = budget.spec().path("minAvailable");
        JsonNode max = budget.spec().path("maxUnavailable");
        if (!needsScale()) {
            return new Expected.Known(min.isNumber() ? pods.size() : 0, min.asLong());
        }
        Map<String, Long> replicas = new HashMap<>();
        for (ApiObject pod : pods) {
            Optional<JsonNode> controller = pod.controllerReference();
            if (controller.isEmpty()) {
                continue;
            }
            Optional<ControllerScale.Scale> scale = scales.of(controller.get());
            if (scale.isEmpty()) {
                return new Expected.Unknown("found no controllers for pod \"" + pod.name() + "\"");
            }
            replicas.put(scale.get().uid(), scale.get().replicas());
        }
        long expected = replicas.values().stream().mapToLong(Long::longValue).sum();
        return max.isMissingNode()
                ? new Expected.Known(expected, share(min, expected))
                : new Expected.Known(expected, Math.max(0, expected - share(max, expected)));
    }

    /** A number, or a percentage rounded up. */
    private static long share(JsonNode amount, long whole) {
        if (amount.isNumber()) {
            return amount.asLong();
        }
        String text = amount.asText();
        long percent = Long.parseLong(text.substring(0, text.length() - 1));
        return Math.ceilDiv(percent * whole, 100L);
    }

    private boolean isHealthy(ApiObject pod) {
        return !pod.isBeingDeleted() && expectedEnd(pod).isEmpty() && new PodState(pod).isReady();
    }

    /** When an evicted pod that is still there should be gone; empty for others, and when that time has passed. */
    private Optional<Instant> expectedEnd(ApiObject pod) {
        return Timestamps.read(budget.status().path("disruptedPods").path(pod.name()))
                .map(evicted -> evicted.plus(DELETION_TIMEOUT))
                .filter(end -> end.isAfter(now));
    }

    private ObjectNode disruptedPods() {
        ObjectNode result = Json.object();
        pods.stream()
                .filter(pod -> !pod.isBeingDeleted() && expectedEnd(pod).isPresent())
                .forEach(pod -> result.set(
                        pod.name(), budget.status().path("disruptedPods").path(pod.name())));
        return result;
    }

    /** When to look again though nothing changes. */
    Optional<Duration> recheckAfter() {
        return pods.stream()
                .filter(pod -> !pod.isBeingDeleted())
                .flatMap(pod -> expectedEnd(pod).stream())
                .min(Comparator.naturalOrder())
                .map(end -> Duration.between(now, end).plusSeconds(1));
    }
}
