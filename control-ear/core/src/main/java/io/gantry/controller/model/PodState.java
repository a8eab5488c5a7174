package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** What controllers ask of a pod. */
public record PodState(ApiObject object) {

    public String uid() {
        return object.uid();
    }

    public String name() {
        return object.name();
    }

    /** Empty until the pod is bound. */
    public String nodeName() {
        return object.nodeName();
    }

    /** Pending, Running, Succeeded, Failed or Unknown. */
    public String phase() {
        return object.podPhase().isEmpty() ? "Pending" : object.podPhase();
    }

    /** All containers have ended for good. */
    public boolean isTerminal() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    /** Counts as a replica: neither ended nor being deleted. */
    public boolean isActive() {
        return !isTerminal() && !object.isBeingDeleted();
    }

    /** Being deleted while containers may still run. */
    public boolean isTerminating() {
        return !isTerminal() && object.isBeingDeleted();
    }

    public boolean isReady() {
        return Conditions.of(object.status()).isTrue("Ready");
    }

    /** Since when the pod has been ready; empty while it is not, or when the condition carries no time. */
    public Optional<Instant> readySince() {
        return Conditions.of(object.status())
                .find("Ready")
                .filter(ready -> ready.path("status").asText().equals("True"))
                .flatMap(ready -> Timestamps.read(ready.path("lastTransitionTime")));
    }

    /** Ready for at least so many seconds. */
    public boolean isAvailable(int minReadySeconds, Instant now) {
        if (!isReady()) {
            return false;
        }
        return minReadySeconds == 0
                || readySince()
                        .map(since -> !since.plusSeconds(minReadySeconds).isAfter(now))
                        .orElse(false);
    }

    /** How long until a ready pod becomes available by waiting; empty when waiting changes nothing. */
    public Optional<Duration> untilAvailable(int minReadySeconds, Instant now) {
        return readySince()
                .map(since -> Duration.between(now, since.plusSeconds(minReadySeconds)))
                .filter(Duration::isPositive);
    }

    /** The largest restart count of any container. */
    public int restarts() {
        return maxRestarts(object.status().path("containerStatuses"), name -> true);
    }

    /** The largest restart count of any init container that runs for the pod's whole life. */
    public int sidecarRestarts() {
        return maxRestarts(object.status().path("initContainerStatuses"), this::isSidecar);
    }

    private boolean isSidecar(String name) {
        for (JsonNode container : object.spec().path("initContainers")) {
            if (container.path("name").asText().equals(name)) {
                return container.path("restartPolicy").asText().equals("Always");
            }
        }
        return false;
    }

    private static int maxRestarts(JsonNode statuses, Predicate<String> counts) {
        int max = 0;
        for (JsonNode status : statuses) {
            if (counts.test(status.path("name").asText())) {
                max = Math.max(max, status.path("restartCount").asInt());
            }
        }
        return max;
    }
}
