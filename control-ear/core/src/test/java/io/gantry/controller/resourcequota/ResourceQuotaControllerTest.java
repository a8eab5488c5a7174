package io.gantry.controller.resourcequota;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.quota.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourceQuotaControllerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final ObjectKey KEY = new ObjectKey(Quota.RESOURCE, "default", "q");

    private final FakeClusterView view = new FakeClusterView();
    private final ResourceQuotaController controller = new ResourceQuotaController();

    private void quota(String hard, String status) {
        view.put(ApiObject.of(
                KEY,
                1,
                ApiObject.document(
                        Json.read("{\"kind\":\"ResourceQuota\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"q\","
                                + "\"namespace\":\"default\",\"uid\":\"u\"},\"spec\":{\"hard\":" + hard
                                + "},\"status\":" + status + "}"))));
    }

    private void pod(String name, String spec, String status) {
        view.put(Json.read("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\"},\"spec\":" + spec + ",\"status\":" + status + "}"));
    }

    private Optional<JsonNode> status(Instant now) {
        Plan plan = controller.reconcile(KEY, view, now);
        return plan.changes().stream()
                .map(change -> ((Change.UpdateStatus) change).desired().path("status"))
                .findFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"pods":"5"}                                | {"pods":"1"}
            {"count/pods":"5"}                          | {"count/pods":"2"}
            {"requests.cpu":"5","limits.memory":"5Gi"}  | {"limits.memory":"2Gi","requests.cpu":"600m"}
            {"requests.example.com/x":"5"}              | {"requests.example.com/x":"3"}
            {"count/widgets.example.com":"5"}           | {"count/widgets.example.com":"0"}
            {"services":"1","configmaps":"2"}           | {"configmaps":"0","services":"0"}
            {"requests.storage":"1Gi","persistentvolumeclaims":"2"} | {"persistentvolumeclaims":"0","requests.storage":"0"}
            """)
    void countsWhatIsUsed(String hard, String used) {
        pod("a", """
                {"initContainers":[{"name":"i","resources":{"requests":{"cpu":"500m"}}}],"overhead":{"cpu":"100m"},
                 "containers":[{"name":"c","resources":{"requests":{"cpu":"200m","example.com/x":"3"},"limits":{"memory":"2Gi"}}}]}""", "{}");
        pod("b", "{\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":{\"cpu\":\"200m\"}}}]}", """
                {"phase":"Succeeded"}""");
        quota(hard, "{}");
        JsonNode status = status(NOW).orElseThrow();
        assertThat(status.path("hard")).isEqualTo(Json.read(hard));
        assertThat(status.path("used")).hasToString(used);
    }

    @Test
    void waitsWhileTheQuotaIsBeingCharged() {
        quota("{\"pods\":\"5\"}", "{}");
        status(NOW);
        quota("{\"pods\":\"5\"}", "{\"hard\":{\"pods\":\"5\"},\"used\":{\"pods\":\"3\"}}");
        assertThat(controller.reconcile(KEY, view, NOW).requeueAfter()).contains(Duration.ofSeconds(1));
        assertThat(status(NOW.plusMillis(900))).isEmpty();
        assertThat(status(NOW.plusMillis(1000)).orElseThrow().at("/used/pods").asText())
                .isEqualTo("0");
    }

    @Test
    void newLimitsAreInForceAtOnce() {
        quota("{\"pods\":\"5\"}", "{\"hard\":{\"pods\":\"5\"},\"used\":{\"pods\":\"0\"}}");
        assertThat(status(NOW)).isEmpty();
        quota("{\"pods\":\"6\"}", "{\"hard\":{\"pods\":\"5\"},\"used\":{\"pods\":\"0\"}}");
        assertThat(status(NOW).orElseThrow().at("/hard/pods").asText()).isEqualTo("6");
    }
}
