package io.gantry.server.http;

import io.gantry.api.CanonicalPath;
import io.gantry.api.QueryParameters;
import io.gantry.health.HealthEndpoint;
import io.gantry.server.Serving;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code /healthz}, {@code /livez} and {@code /readyz}: for anybody, and also while the rest is not there yet. */
final class HealthResponse {

    private static final List<String> ROOTS = List.of("healthz", "livez", "readyz");

    private HealthResponse() {}

    static boolean isAbout(CanonicalPath path) {
        return !path.segments().isEmpty() && ROOTS.contains(path.segments().getFirst());
    }

    static void write(Serving serving, CanonicalPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<String> segments = path.segments();
        HealthEndpoint endpoint =
                new HealthEndpoint(segments.getFirst(), serving.checks(segments.getFirst()), serving.healthMeter());
        String check = String.join("/", segments.subList(1, segments.size()));
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        HealthEndpoint.Report report =
                endpoint.report(check, QueryParameters.parse(query).values());
        byte[] text = report.text().getBytes(StandardCharsets.UTF_8);
        response.setStatus(report.code());
        response.setContentType("text/plain; charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
