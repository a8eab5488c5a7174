package io.gantry.health;

import io.gantry.status.Quoted;
import io.gantry.telemetry.HealthMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /healthz}, {@code /livez} or {@code /readyz} as upstream does: {@code ok}, or with {@code ?verbose} and on failure
 * a line for each check. Why a check failed stands in the log only, since anybody may ask.
 */
public final class HealthEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);
    private static final int WELL = 200;
    private static final int UNKNOWN = 404;
    private static final int FAILED = 500;

    private final String name;
    private final List<HealthCheck> checks;
    private final HealthMeter meter;

    /**
     * @param name for example {@code readyz}
     * @param meter is told how each check comes out
     */
    public HealthEndpoint(String name, List<HealthCheck> checks, HealthMeter meter) {
        this.name = name;
        this.checks = List.copyOf(checks);
        this.meter = meter;
    }

    /** Plain text with its HTTP status code. */
    public record Report(int code, String text) {}

    /**
     * @param check one check's name, or empty for all
     * @param query {@code verbose} and {@code exclude} count
     */
    public Report report(String check, Map<String, List<String>> query) {
        if (!check.isEmpty()) {
            return single(check);
        }
        List<String> excluded = query.getOrDefault("exclude", List.of());
        List<String> failed = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (HealthCheck each : checks) {
            if (excluded.contains(each.name())) {
                lines.append("[+]").append(each.name()).append(" excluded: ok\n");
            } else if (isWell(each)) {
                lines.append("[+]").append(each.name()).append(" ok\n");
            } else {
                failed.add(each.name());
                lines.append("[-]").append(each.name()).append(" failed: reason withheld\n");
            }
        }
        String unknown = unknown(excluded);
        if (!unknown.isEmpty()) {
            lines.append("warn: some health checks cannot be excluded: no matches for ")
                    .append(unknown)
                    .append('\n');
        }
        if (!failed.isEmpty()) {
            return new Report(FAILED, lines + name + " check failed\n");
        }
        return new Report(WELL, query.containsKey("verbose") ? lines + name + " check passed\n" : "ok");
    }

    /** The names that are no checks, quoted. */
    private String unknown(List<String> names) {
        return names.stream()
                .filter(name -> checks.stream().noneMatch(check -> check.name().equals(name)))
                .distinct()
                .sorted()
                .map(Quoted::of)
                .collect(Collectors.joining(","));
    }

    private Report single(String wanted) {
        Optional<HealthCheck> found =
                checks.stream().filter(check -> check.name().equals(wanted)).findFirst();
        if (found.isEmpty()) {
            return new Report(UNKNOWN, "404 page not found\n");
        }
        return isWell(found.get())
                ? new Report(WELL, "ok")
                : new Report(FAILED, "internal server error: " + wanted + " failed\n");
    }

    private boolean isWell(HealthCheck check) {
        Optional<String> failure = check.failure().get();
        meter.asked(name, check.name(), failure);
        failure.ifPresent(reason -> LOG.debug("health={} check={} failed=\"{}\"", name, check.name(), reason));
        return failure.isEmpty();
    }
}
