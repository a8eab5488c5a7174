package io.gantry.controller.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DisruptionControllerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final ObjectKey BUDGET =
            new ObjectKey(new GroupResource("policy", "poddisruptionbudgets"), "default", "b");

    private final FakeClusterView view = new FakeClusterView();

    private void budget(String spec, String status) {
        ObjectNode budget =
                Json.read("{\"kind\":\"PodDisruptionBudget\",\"apiVersion\":\"policy/v1\",\"metadata\":{\"name\":\"b\","
                        + "\"namespace\":\"default\",\"uid\":\"ub\",\"generation\":2},\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"a\"}},"
                        + spec + "},\"status\":" + status + "}");
        view.put(ApiObject.of(BUDGET, 1, ApiObject.document(budget)));
    }

    private void pods(int ready, int unready) {
        view.put(Json.read(
                "{\"kind\":\"ReplicaSet\",\"apiVersion\":\"apps/v1\",\"metadata\":{\"name\":\"r\",\"namespace\":\"default\","
                        + "\"uid\":\"ur\"},\"spec\":{\"replicas\":10}}"));
        for (int i = 0; i < ready + unready; i++) {
            view.put(Json.read("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p" + i
                    + "\",\"namespace\":\"default\",\"labels\":{\"app\":\"a\"},\"ownerReferences\":[{\"apiVersion\":\"apps/v1\","
                    + "\"kind\":\"ReplicaSet\",\"name\":\"r\",\"uid\":\"ur\",\"controller\":true}]},\"status\":{\"conditions\":"
                    + "[{\"type\":\"Ready\",\"status\":\"" + (i < ready ? "True" : "False") + "\"}]}}"));
        }
    }

    private Plan reconcile() {
        return new DisruptionController().reconcile(BUDGET, view, NOW);
    }

    private ObjectNode status() {
        List<Change> changes = reconcile().changes();
        assertThat(changes).hasSize(1);
        return (ObjectNode) ((Change.UpdateStatus) changes.getFirst()).desired().get("status");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "minAvailable":3      | 5  | 0 | 3 | 5  | 2
            "minAvailable":5      | 5  | 2 | 5 | 7  | 0
            "minAvailable":"50%"  | 7  | 3 | 5 | 10 | 2
            "minAvailable":"55%"  | 7  | 3 | 6 | 10 | 1
            "maxUnavailable":2    | 10 | 0 | 8 | 10 | 2
            "maxUnavailable":"15%"| 9  | 1 | 8 | 10 | 1
            "minAvailable":1      | 0  | 0 | 1 | 0  | 0
            """)
    void countsWhatMayGo(String spec, int ready, int unready, int desired, int expected, int allowed) {
        budget(spec, "{}");
        pods(ready, unready);
        ObjectNode status = status();
        assertThat(status.path("currentHealthy").asInt()).isEqualTo(ready);
        assertThat(status.path("desiredHealthy").asInt()).isEqualTo(desired);
        assertThat(status.path("expectedPods").asInt()).isEqualTo(expected);
        assertThat(status.path("disruptionsAllowed").asInt()).isEqualTo(allowed);
        assertThat(status.path("observedGeneration").asInt()).isEqualTo(2);
        assertThat(status.at("/conditions/0/reason").asText())
                .isEqualTo(allowed > 0 ? "SufficientPods" : "InsufficientPods");
    }

    @Test
    void aPodThatWasEvictedDoesNotCountUntilTwoMinutesHavePassed() {
        budget(
                "\"minAvailable\":1",
                "{\"disruptedPods\":{\"p0\":\"2026-01-01T00:09:00Z\",\"p1\":\"2026-01-01T00:01:00Z\"}}");
        pods(3, 0);
        ObjectNode status = status();
        assertThat(status.path("currentHealthy").asInt()).isEqualTo(2);
        assertThat(status.path("disruptedPods")).isEqualTo(Json.read("{\"p0\":\"2026-01-01T00:09:00Z\"}"));
        assertThat(reconcile().requeueAfter()).contains(Duration.ofSeconds(61));
    }

    @Test
    void nothingMayGoWhileItIsNotKnownHowManyThereShouldBe() {
        budget("\"maxUnavailable\":1", "{\"disruptionsAllowed\":3}");
        pods(2, 0);
        view.remove(new ObjectKey(new GroupResource("apps", "replicasets"), "default", "r"));
        ObjectNode status = status();
        assertThat(status.path("disruptionsAllowed").asInt()).isZero();
        assertThat(status.at("/conditions/0/reason").asText()).isEqualTo("SyncFailed");
        assertThat(status.at("/conditions/0/message").asText()).isEqualTo("found no controllers for pod \"p0\"");
    }

    @Test
    void writesNothingWhenNothingChanged() {
        budget("\"minAvailable\":1", "{}");
        pods(2, 0);
        ObjectNode status = status();
        budget("\"minAvailable\":1", status.toString());
        assertThat(reconcile().changes()).isEmpty();
    }
}
