package io.gantry.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts requests about resources and their time, under the names and labels that kube-apiserver has for them. */
public final class RequestMeter {

    private static final double NANOS = 1e9;

    /** Upstream's, in seconds. */
    private static final double[] BOUNDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };

    private final Counter total;
    private final Histogram duration;

    // looked up here by one key instead of by nine labels
    private final Map<Answer, CounterDataPoint> answers = new ConcurrentHashMap<>();
    private final Map<RequestKind, DistributionDataPoint> durations = new ConcurrentHashMap<>();

    private record Answer(RequestKind kind, int code) {}

    /**
     * @param registry shows what is counted
     */
    public RequestMeter(PrometheusRegistry registry) {
        total = Counter.builder()
                .name("apiserver_request_total")
                .help("Requests by verb, resource, scope and HTTP status code.")
                .labelNames(RequestKind.labelsAnd("code"))
                .register(registry);
        duration = Histogram.builder()
                .name("apiserver_request_duration_seconds")
                .help("Seconds until a request had its answer, by verb, resource and scope.")
                .labelNames(RequestKind.labelsAnd())
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .register(registry);
    }

    /** An answer was given, or one that goes on, such as a watch, has begun. */
    public void count(RequestKind kind, int code) {
        answers.computeIfAbsent(
                        new Answer(kind, code), answer -> total.labelValues(kind.valuesAnd(Integer.toString(code))))
                .inc();
    }

    /** So long it took to have an answer. */
    public void time(RequestKind kind, Duration took) {
        durations
                .computeIfAbsent(kind, one -> duration.labelValues(one.valuesAnd()))
                .observe(took.toNanos() / NANOS);
    }
}
