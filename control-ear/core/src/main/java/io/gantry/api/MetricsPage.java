package io.gantry.api;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * A page of numbers for Prometheus, in the form that it asks for.
 *
 * @param path where it is, for example {@code /metrics}
 * @param registry what it shows
 */
public record MetricsPage(String path, PrometheusRegistry registry) implements Endpoint {

    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath asked, QueryParameters query) {
        if (!asked.text().equals(path)) {
            return Optional.empty();
        }
        ExpositionFormatWriter writer = FORMATS.findWriter(request.headers().first("Accept"));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            writer.write(page, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(
                new ApiResponse.Complete(200, writer.getContentType(), Map.of(), Body.of(page.toByteArray())));
    }
}
