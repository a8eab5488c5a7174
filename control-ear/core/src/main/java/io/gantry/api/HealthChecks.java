package io.gantry.api;

import io.gantry.health.HealthCheck;
import io.gantry.health.HealthEndpoint;
import io.gantry.telemetry.HealthMeter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /healthz}, {@code /livez} and {@code /readyz}, each check also by its name. */
public final class HealthChecks implements Endpoint {

    private final Map<String, HealthEndpoint> endpoints;

    /**
     * @param live what must be well for the process to be kept
     * @param ready what must be well for it to be asked
     * @param meter is told how each check comes out
     */
    public HealthChecks(List<HealthCheck> live, List<HealthCheck> ready, HealthMeter meter) {
        this.endpoints = Map.of(
                "healthz", new HealthEndpoint("healthz", ready, meter),
                "livez", new HealthEndpoint("livez", live, meter),
                "readyz", new HealthEndpoint("readyz", ready, meter));
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        List<String> segments = path.segments();
        if (segments.isEmpty() || !endpoints.containsKey(segments.getFirst())) {
            return Optional.empty();
        }
        String check = String.join("/", segments.subList(1, segments.size()));
        HealthEndpoint.Report report = endpoints.get(segments.getFirst()).report(check, query.values());
        return Optional.of(Responses.text(report.code(), report.text()));
    }
}
