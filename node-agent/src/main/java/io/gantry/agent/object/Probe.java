package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** A v1 Probe with its defaults applied. */
public record Probe(
        Handler handler,
        Duration initialDelay,
        Duration timeout,
        Duration period,
        int successThreshold,
        int failureThreshold,
        Optional<Long> terminationGraceSeconds) {

    /** What a probe decides. */
    public enum Kind {
        STARTUP("startupProbe", "Startup"),
        READINESS("readinessProbe", "Readiness"),
        LIVENESS("livenessProbe", "Liveness");

        private final String field;
        private final String title;

        Kind(String field, String title) {
            this.field = field;
            this.title = title;
        }

        /** The container's field that holds the probe. */
        public String field() {
            return field;
        }

        /** The word that events use. */
        public String title() {
            return title;
        }
    }

    static Probe of(JsonNode node) {
        JsonNode grace = node.path("terminationGracePeriodSeconds");
        return new Probe(
                Handler.of(node).orElseThrow(() -> new IllegalArgumentException("probe without handler")),
                Duration.ofSeconds(node.path("initialDelaySeconds").asLong(0)),
                Duration.ofSeconds(positive(node, "timeoutSeconds", 1)),
                Duration.ofSeconds(positive(node, "periodSeconds", 10)),
                positive(node, "successThreshold", 1),
                positive(node, "failureThreshold", 3),
                grace.isNumber() ? Optional.of(grace.asLong()) : Optional.empty());
    }

    private static int positive(JsonNode node, String field, int fallback) {
        int value = node.path(field).asInt(fallback);
        return value > 0 ? value : fallback;
    }
}
