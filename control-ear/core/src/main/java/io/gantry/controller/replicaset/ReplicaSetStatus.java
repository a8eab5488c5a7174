package io.gantry.controller.replicaset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The status of a ReplicaSet as its pods show it. */
record ReplicaSetStatus(ApiObject owner, List<PodState> active, int terminating, ReplicaKind kind, Instant now) {

    private static final String REPLICA_FAILURE = "ReplicaFailure";

    /** The status when creating and deleting went well. */
    ObjectNode computed() {
        return status(Conditions.of(owner.status()).without(REPLICA_FAILURE));
    }

    /** The status when it did not; an older failure keeps its reason, message and time. */
    ObjectNode withFailure(String reason, String message) {
        Conditions present = Conditions.of(owner.status());
        if (present.find(REPLICA_FAILURE).isPresent()) {
            return status(present);
        }
        ObjectNode condition = Json.object();
        condition.put("type", REPLICA_FAILURE);
        condition.put("status", "True");
        condition.put("lastTransitionTime", Timestamps.seconds(now));
        condition.put("reason", reason);
        condition.put("message", message);
        return status(present.with(condition));
    }

    private ObjectNode status(Conditions conditions) {
        ObjectNode status = owner.status().isObject() ? owner.status().deepCopy() : Json.object();
        status.put("replicas", active.size());
        count(status, "fullyLabeledReplicas", (int)
                active.stream().filter(this::isFullyLabeled).count());
        count(status, "readyReplicas", (int)
                active.stream().filter(PodState::isReady).count());
        count(status, "availableReplicas", (int) active.stream()
                .filter(pod -> pod.isAvailable(minReadySeconds(), now))
                .count());
        if (kind.countsTerminating()) {
            status.put("terminatingReplicas", terminating);
        }
        status.set("observedGeneration", owner.metadata().path("generation"));
        conditions.writeTo(status);
        return status;
    }

    /** Zero is left out, as upstream's {@code omitempty} does. */
    private static void count(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    private boolean isFullyLabeled(PodState pod) {
        Map<String, String> wanted =
                ApiObject.strings(owner.spec().path("template").path("metadata").path("labels"));
        return pod.object().labels().entrySet().containsAll(wanted.entrySet());
    }

    private int minReadySeconds() {
        return owner.spec().path("minReadySeconds").asInt(0);
    }

    /** When a ready pod turns available without any event. */
    Optional<Duration> nextCheck() {
        return active.stream()
                .flatMap(pod -> pod.untilAvailable(minReadySeconds(), now).stream())
                .min(Duration::compareTo);
    }
}
