package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.model.Conditions;
import io.gantry.object.ApiObject;
import java.util.Optional;
import java.util.stream.Stream;

/** Estimates how a rollout goes and says so in the conditions. */
final class RolloutProgress {

    private RolloutProgress() {}

    static RolloutConditions estimate(RolloutConditions before, ReplicaSets sets, DeploymentStatus status) {
        RolloutConditions after = before.hasDeadline()
                ? progressing(before, sets, status)
                : before.without(RolloutConditions.PROGRESSING);
        Optional<JsonNode> failure = replicaFailure(sets);
        return failure.isPresent()
                ? after.withFailureOf(failure.get())
                : after.without(RolloutConditions.REPLICA_FAILURE);
    }

    private static RolloutConditions progressing(
            RolloutConditions conditions, ReplicaSets sets, DeploymentStatus status) {
        ApiObject deployment = sets.deployment();
        boolean ended = status.replicas() == status.updated()
                && conditions.progressReason().equals(RolloutConditions.NEW_AVAILABLE);
        if (ended) {
            return conditions;
        }
        String subject = sets.current()
                .map(current -> "ReplicaSet \"" + current.name() + "\"")
                .orElse("Deployment \"" + deployment.name() + "\"");
        if (status.isComplete(deployment)) {
            return conditions.with(
                    RolloutConditions.PROGRESSING,
                    "True",
                    RolloutConditions.NEW_AVAILABLE,
                    subject + " has successfully progressed.");
        }
        // Progress with the same reason still moves the update time, from which the deadline counts.
        if (status.isProgressSince(DeploymentStatus.shown(deployment))) {
            return conditions.replace(
                    RolloutConditions.PROGRESSING, "True", "ReplicaSetUpdated", subject + " is progressing.");
        }
        if (conditions.isTimedOut()) {
            return conditions.with(
                    RolloutConditions.PROGRESSING,
                    "False",
                    RolloutConditions.TIMED_OUT,
                    subject + " has timed out progressing.");
        }
        return conditions;
    }

    /** The present ReplicaSet's failure, or else an old one's. */
    private static Optional<JsonNode> replicaFailure(ReplicaSets sets) {
        return Stream.concat(sets.current().stream(), sets.old().stream())
                .flatMap(draft -> Conditions.of(draft.status()).find(RolloutConditions.REPLICA_FAILURE).stream())
                .findFirst();
    }
}
