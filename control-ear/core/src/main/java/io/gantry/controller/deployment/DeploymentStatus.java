package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Conditions;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;

/** The counts of a Deployment's status, as its ReplicaSets show them. */
record DeploymentStatus(long observedGeneration, int replicas, int updated, int ready, int available, int unavailable) {

    static DeploymentStatus of(ReplicaSets sets) {
        int available = sets.sum(ReplicaSetDraft::available);
        return new DeploymentStatus(
                sets.deployment().metadata().path("generation").asLong(),
                sets.sum(ReplicaSetDraft::statusReplicas),
                sets.current().map(ReplicaSetDraft::statusReplicas).orElse(0),
                sets.sum(ReplicaSetDraft::ready),
                available,
                Math.max(0, sets.sum(ReplicaSetDraft::replicas) - available));
    }

    /** The counts that the Deployment shows now. */
    static DeploymentStatus shown(ApiObject deployment) {
        return new DeploymentStatus(
                deployment.status().path("observedGeneration").asLong(),
                deployment.status().path("replicas").asInt(),
                deployment.status().path("updatedReplicas").asInt(),
                deployment.status().path("readyReplicas").asInt(),
                deployment.status().path("availableReplicas").asInt(),
                deployment.status().path("unavailableReplicas").asInt());
    }

    /** All wanted pods are of the present template and available, and no others are left. */
    boolean isComplete(ApiObject deployment) {
        int desired = deployment.spec().path("replicas").asInt(1);
        return updated == desired
                && replicas == desired
                && available == desired
                && observedGeneration
                        >= deployment.metadata().path("generation").asLong();
    }

    /** New pods came, became ready or available, or old ones went. */
    boolean isProgressSince(DeploymentStatus before) {
        return updated > before.updated
                || replicas - updated < before.replicas - before.updated
                || ready > before.ready
                || available > before.available;
    }

    /** The status with these counts; everything that they do not say stays. */
    ObjectNode toJson(ReplicaSets sets, int collisions, Conditions conditions) {
        ObjectNode status = Json.object();
        status.set("observedGeneration", sets.deployment().metadata().path("generation"));
        put(status, "replicas", replicas);
        put(status, "updatedReplicas", updated);
        put(status, "readyReplicas", ready);
        put(status, "availableReplicas", available);
        put(status, "unavailableReplicas", unavailable);
        boolean known = sets.all().stream()
                .allMatch(draft -> draft.status().has("terminatingReplicas")
                        || !draft.status().has("observedGeneration"));
        if (known) {
            status.put(
                    "terminatingReplicas",
                    sets.sum(draft -> draft.status().path("terminatingReplicas").asInt(0)));
        }
        if (collisions > 0) {
            status.put("collisionCount", collisions);
        }
        conditions.writeTo(status);
        return status;
    }

    /** Zero is left out, as upstream's {@code omitempty} does. */
    private static void put(ObjectNode status, String field, int value) {
        if (value != 0) {
            status.put(field, value);
        }
    }
}
