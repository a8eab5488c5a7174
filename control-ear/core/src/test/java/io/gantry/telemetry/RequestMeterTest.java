package io.gantry.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestMeterTest {

    private static final RequestKind LIST = new RequestKind("LIST", "apps", "v1", "deployments", "", "cluster");
    private static final String LABELS =
            "component=\"apiserver\",dry_run=\"\",group=\"apps\",%sresource=\"deployments\",scope=\"cluster\","
                    + "subresource=\"\",verb=\"LIST\",version=\"v1\"";

    private final RequestMeter meter = new RequestMeter();

    private String page() {
        Exposition page = new Exposition();
        meter.write(page);
        return page.text();
    }

    @Test
    void answersAreCountedByStatus() {
        meter.count(LIST, 200);
        meter.count(LIST, 200);
        meter.count(LIST, 403);
        assertThat(page())
                .contains("# TYPE apiserver_request_total counter\n")
                .contains("apiserver_request_total{code=\"200\"," + LABELS.formatted("") + "} 2\n")
                .contains("apiserver_request_total{code=\"403\"," + LABELS.formatted("") + "} 1\n");
    }

    @Test
    void aBucketCountsWhatShorterOnesCountToo() {
        meter.time(LIST, Duration.ofMillis(5));
        meter.time(LIST, Duration.ofMillis(6));
        meter.time(LIST, Duration.ofSeconds(70));
        String bucket = "apiserver_request_duration_seconds_bucket{" + LABELS.formatted("le=\"%s\",") + "} %d\n";
        assertThat(page())
                .contains("# TYPE apiserver_request_duration_seconds histogram\n")
                .contains(bucket.formatted("0.005", 1))
                .contains(bucket.formatted("0.025", 2))
                .contains(bucket.formatted("60", 2))
                .contains(bucket.formatted("+Inf", 3))
                .contains("apiserver_request_duration_seconds_sum{" + LABELS.formatted("") + "} 70.011\n")
                .contains("apiserver_request_duration_seconds_count{" + LABELS.formatted("") + "} 3\n");
    }

    @Test
    void valuesOfLabelsAreEscaped() {
        assertThat(new Exposition().sample("x", Map.of("a", "1\"\\\n"), 0.5).text())
                .isEqualTo("x{a=\"1\\\"\\\\\\n\"} 0.5\n");
    }
}
