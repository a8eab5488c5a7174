package io.gantry.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestMeterTest {

    private static final RequestKind LIST = new RequestKind("LIST", "apps", "v1", "deployments", "", "cluster");
    private static final String LABELS =
            "component=\"apiserver\",dry_run=\"\",group=\"apps\",resource=\"deployments\",scope=\"cluster\","
                    + "subresource=\"\",verb=\"LIST\",version=\"v1\"";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final RequestMeter meter = new RequestMeter(registry);

    private String page() throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        ExpositionFormats.init().getPrometheusTextFormatWriter().write(page, registry.scrape());
        return page.toString(StandardCharsets.UTF_8);
    }

    @Test
    void answersAreCountedByStatus() throws IOException {
        meter.count(LIST, 200);
        meter.count(LIST, 200);
        meter.count(LIST, 403);
        assertThat(page())
                .contains("# TYPE apiserver_request_total counter\n")
                .contains("apiserver_request_total{code=\"200\"," + LABELS + "} 2.0\n")
                .contains("apiserver_request_total{code=\"403\"," + LABELS + "} 1.0\n");
    }

    @Test
    void aBucketCountsWhatShorterOnesCountToo() throws IOException {
        meter.time(LIST, Duration.ofMillis(5));
        meter.time(LIST, Duration.ofMillis(6));
        meter.time(LIST, Duration.ofSeconds(70));
        String bucket = "apiserver_request_duration_seconds_bucket{" + LABELS + ",le=\"%s\"} %d\n";
        assertThat(page())
                .contains("# TYPE apiserver_request_duration_seconds histogram\n")
                .contains(bucket.formatted("0.005", 1))
                .contains(bucket.formatted("0.025", 2))
                .contains(bucket.formatted("60.0", 2))
                .contains(bucket.formatted("+Inf", 3))
                .contains("apiserver_request_duration_seconds_sum{" + LABELS + "} 70.011\n")
                .contains("apiserver_request_duration_seconds_count{" + LABELS + "} 3\n");
    }
}
