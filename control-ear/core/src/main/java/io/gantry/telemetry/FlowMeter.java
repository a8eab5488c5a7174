package io.gantry.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** Counts what flow control does with requests, under the names and labels that kube-apiserver has for it. */
public final class FlowMeter {

    private static final String PREFIX = "apiserver_flowcontrol_";
    private static final String SCHEMA = "flow_schema";
    private static final String LEVEL = "priority_level";
    private static final double NANOS = 1e9;

    /** Upstream's, in seconds. */
    private static final double[] BOUNDS = {0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};

    /**
     * What requests are counted under.
     *
     * @param schema name of the FlowSchema
     * @param level name of the PriorityLevelConfiguration
     */
    public record Flow(String schema, String level) {}

    /** Why a request is not served. */
    public enum Refusal {
        /** The level has no queues and no seats left. */
        CONCURRENCY_LIMIT("concurrency-limit"),
        QUEUE_FULL("queue-full"),
        TIME_OUT("time-out");

        private final String label;

        Refusal(String label) {
            this.label = label;
        }
    }

    private final Counter dispatched;
    private final Counter rejected;
    private final Gauge waiting;
    private final Gauge executing;
    private final Gauge seats;
    private final Gauge nominal;
    private final Gauge limit;
    private final Histogram waited;

    /**
     * @param registry shows what is counted
     */
    public FlowMeter(PrometheusRegistry registry) {
        dispatched = Counter.builder()
                .name(PREFIX + "dispatched_requests_total")
                .help("Requests that flow control let through.")
                .labelNames(SCHEMA, LEVEL)
                .register(registry);
        rejected = Counter.builder()
                .name(PREFIX + "rejected_requests_total")
                .help("Requests that flow control refused, by reason.")
                .labelNames(SCHEMA, LEVEL, "reason")
                .register(registry);
        waiting = gauge(registry, "current_inqueue_requests", "Requests that wait in queues.", SCHEMA, LEVEL);
        executing = gauge(registry, "current_executing_requests", "Requests that are being served.", SCHEMA, LEVEL);
        seats = gauge(registry, "current_executing_seats", "Seats of the requests that are served.", SCHEMA, LEVEL);
        nominal = gauge(registry, "nominal_limit_seats", "Seats that a level is entitled to.", LEVEL);
        limit = gauge(registry, "current_limit_seats", "Seats that a level has, with what it lent or borrowed.", LEVEL);
        waited = Histogram.builder()
                .name(PREFIX + "request_wait_duration_seconds")
                .help("Seconds that requests waited in queues, and whether they were served then.")
                .labelNames("execute", SCHEMA, LEVEL)
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help, String... labels) {
        return Gauge.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
    }

    /** A request is served from now on. */
    public void dispatched(Flow flow, int width) {
        dispatched.labelValues(flow.schema(), flow.level()).inc();
        executing.labelValues(flow.schema(), flow.level()).inc();
        seats.labelValues(flow.schema(), flow.level()).inc(width);
    }

    /** One that was dispatched has ended. */
    public void ended(Flow flow, int width) {
        executing.labelValues(flow.schema(), flow.level()).dec();
        seats.labelValues(flow.schema(), flow.level()).dec(width);
    }

    public void rejected(Flow flow, Refusal why) {
        rejected.labelValues(flow.schema(), flow.level(), why.label).inc();
    }

    public void queued(Flow flow) {
        waiting.labelValues(flow.schema(), flow.level()).inc();
    }

    /** One that was queued has its seats; that it is {@link #dispatched} is told too. */
    public void served(Flow flow, Duration after) {
        left(flow, after, "true");
    }

    /** One that was queued waits no longer. */
    public void gaveUp(Flow flow, Duration after) {
        left(flow, after, "false");
        rejected(flow, Refusal.TIME_OUT);
    }

    private void left(Flow flow, Duration after, String execute) {
        waiting.labelValues(flow.schema(), flow.level()).dec();
        waited.labelValues(execute, flow.schema(), flow.level()).observe(after.toNanos() / NANOS);
    }

    /** A level has so many seats now. */
    public void limits(String level, int entitled, int present) {
        nominal.labelValues(level).set(entitled);
        limit.labelValues(level).set(present);
    }
}
