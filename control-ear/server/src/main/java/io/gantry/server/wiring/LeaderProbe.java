package io.gantry.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.LeaderElector;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Asks a lease whether somebody leads, on whatever instance.
 *
 * @param lease its name
 */
record LeaderProbe(ClusterView view, String lease, InstantSource clock) {

    Optional<String> failure() {
        boolean led = view.get(new ObjectKey(ResourceNames.LEASES, LeaderElector.NAMESPACE, lease))
                .map(ApiObject::spec)
                .filter(this::isLed)
                .isPresent();
        return led ? Optional.empty() : Optional.of("no instance leads");
    }

    private boolean isLed(JsonNode spec) {
        try {
            Instant renewed = Instant.parse(spec.path("renewTime").asText(""));
            Instant end = renewed.plusSeconds(spec.path("leaseDurationSeconds").asLong());
            return !spec.path("holderIdentity").asText("").isEmpty()
                    && clock.instant().isBefore(end);
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
