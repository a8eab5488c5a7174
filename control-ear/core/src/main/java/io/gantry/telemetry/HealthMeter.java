package io.gantry.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;

/** Keeps how each health check came out when somebody asked, as kube-apiserver shows it under {@code /metrics/slis} (KEP-3466). */
public final class HealthMeter {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Gauge last;
    private final Counter total;

    public HealthMeter() {
        last = Gauge.builder()
                .name("kubernetes_healthcheck")
                .help("Whether a health check was well when it was asked last: 1 or 0.")
                .labelNames("name", "type")
                .register(registry);
        total = Counter.builder()
                .name("kubernetes_healthchecks_total")
                .help("Answers of health checks, by check and outcome.")
                .labelNames("name", "status", "type")
                .register(registry);
    }

    /** What is shown: these numbers and no others. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /**
     * A check was asked.
     *
     * @param endpoint {@code healthz}, {@code livez} or {@code readyz}
     * @param failure what is wrong, or empty
     */
    public void asked(String endpoint, String check, Optional<String> failure) {
        last.labelValues(check, endpoint).set(failure.isEmpty() ? 1 : 0);
        total.labelValues(check, failure.isEmpty() ? "success" : "error", endpoint)
                .inc();
    }
}
