package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The conditions of a Deployment, as a value that grows through one round. {@code kubectl rollout status} reads Progressing, so reasons
 * and messages are upstream's.
 */
record RolloutConditions(ApiObject deployment, Conditions conditions, Instant now) {

    static final String PROGRESSING = "Progressing";
    static final String AVAILABLE = "Available";
    static final String REPLICA_FAILURE = "ReplicaFailure";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";
    static final String NEW_AVAILABLE = "NewReplicaSetAvailable";

    static RolloutConditions of(ApiObject deployment, Instant now) {
        return new RolloutConditions(deployment, Conditions.of(deployment.status()), now);
    }

    /** Whether lack of progress is to be reported at all. */
    boolean hasDeadline() {
        int seconds = deadlineSeconds();
        return seconds > 0 && seconds != Integer.MAX_VALUE;
    }

    private int deadlineSeconds() {
        return deployment.spec().path("progressDeadlineSeconds").asInt(0);
    }

    String progressReason() {
        return conditions.reason(PROGRESSING);
    }

    Optional<JsonNode> progress() {
        return conditions.find(PROGRESSING);
    }

    /** Sets a condition; one with the same status and reason stays as it is, one with the same status keeps its transition time. */
    RolloutConditions with(String type, String status, String reason, String message) {
        Optional<JsonNode> present = conditions.find(type);
        if (present.isPresent()
                && present.get().path("status").asText().equals(status)
                && present.get().path("reason").asText().equals(reason)) {
            return this;
        }
        return replace(type, status, reason, message);
    }

    /** Sets a condition and its update time even if status and reason stay. */
    RolloutConditions replace(String type, String status, String reason, String message) {
        JsonNode transition = conditions
                .find(type)
                .filter(present -> present.path("status").asText().equals(status))
                .map(present -> present.path("lastTransitionTime"))
                .orElse(Json.MAPPER.getNodeFactory().textNode(Timestamps.seconds(now)));
        ObjectNode condition = Json.object();
        condition.put("type", type);
        condition.put("status", status);
        condition.put("lastUpdateTime", Timestamps.seconds(now));
        condition.set("lastTransitionTime", transition);
        condition.put("reason", reason);
        condition.put("message", message);
        return new RolloutConditions(deployment, conditions.with(condition), now);
    }

    /** Takes over a condition of a ReplicaSet. */
    RolloutConditions withFailureOf(JsonNode condition) {
        return with(
                REPLICA_FAILURE,
                condition.path("status").asText(),
                condition.path("reason").asText(),
                condition.path("message").asText());
    }

    RolloutConditions without(String type) {
        return new RolloutConditions(deployment, conditions.without(type), now);
    }

    /** Pausing stops the clock of the progress deadline, resuming starts it anew; a timeout already told stays. */
    RolloutConditions pausedOrResumed() {
        if (!hasDeadline() || progressReason().equals(TIMED_OUT)) {
            return this;
        }
        boolean paused = deployment.spec().path("paused").asBoolean();
        boolean saysPaused = progressReason().equals("DeploymentPaused");
        if (paused && !saysPaused) {
            return with(PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused");
        }
        if (!paused && saysPaused) {
            return with(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed");
        }
        return this;
    }

    RolloutConditions availability(boolean enough) {
        return enough
                ? with(AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : with(
                        AVAILABLE,
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.");
    }

    /** Whether the last progress is longer ago than the deadline allows. */
    boolean isTimedOut() {
        if (!hasDeadline() || progressReason().equals(NEW_AVAILABLE)) {
            return false;
        }
        return progressReason().equals(TIMED_OUT)
                || deadline().map(end -> end.isBefore(now)).orElse(false);
    }

    /** When to look whether the deadline has passed; empty when there is nothing to wait for. */
    Optional<Duration> untilDeadline() {
        if (!hasDeadline()
                || progressReason().equals(TIMED_OUT)
                || deployment.spec().path("paused").asBoolean()) {
            return Optional.empty();
        }
        Duration aSecond = Duration.ofSeconds(1);
        return deadline()
                .map(end -> Duration.between(now, end).plus(aSecond))
                .map(d -> d.compareTo(aSecond) < 0 ? aSecond : d);
    }

    private Optional<Instant> deadline() {
        return progress()
                .flatMap(condition -> Timestamps.read(condition.path("lastUpdateTime")))
                .map(last -> last.plusSeconds(deadlineSeconds()));
    }
}
