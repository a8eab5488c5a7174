package io.gantry.controller.tainteviction;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaintEvictionControllerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey POD = new ObjectKey(ResourceNames.PODS, "d", "p");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // taints, tolerations -> evicted, or seconds left
                "{'key': 'a', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T11:59:00Z'} |  | true | ",
                "{'key': 'a', 'effect': 'NoSchedule'} |  | false | ",
                "{'key': 'a', 'effect': 'NoExecute'} | {'key': 'a', 'operator': 'Exists'} | false | ",
                "{'key': 'a', 'effect': 'NoExecute'} | {'operator': 'Exists'} | false | ",
                "{'key': 'a', 'effect': 'NoExecute'} | {'key': 'a', 'operator': 'Exists', 'effect': 'NoSchedule'} | true | ",
                "{'key': 'a', 'value': 'x', 'effect': 'NoExecute'} | {'key': 'a', 'value': 'x'} | false | ",
                "{'key': 'a', 'value': 'x', 'effect': 'NoExecute'} | {'key': 'a', 'value': 'y'} | true | ",
                "{'key': 'a', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T11:59:00Z'} "
                        + "| {'key': 'a', 'operator': 'Exists', 'tolerationSeconds': 300} | false | 240",
                "{'key': 'a', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T11:00:00Z'} "
                        + "| {'key': 'a', 'operator': 'Exists', 'tolerationSeconds': 300} | true | ",
                "{'key': 'a', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T12:00:00Z'} "
                        + "| {'key': 'a', 'operator': 'Exists', 'tolerationSeconds': 0} | true | ",
                "{'key': 'a', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T12:00:00Z'}, {'key': 'b', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T11:59:50Z'} "
                        + "| {'key': 'a', 'operator': 'Exists', 'tolerationSeconds': 30}, {'key': 'b', 'operator': 'Exists', 'tolerationSeconds': 30} | false | 20",
                "{'key': 'a', 'effect': 'NoExecute'} | {'key': 'a', 'operator': 'Exists', 'tolerationSeconds': 60} | false | 60",
            })
    void evictsWhatDoesNotTolerateOrHasToleratedLongEnough(
            String taints, String tolerations, boolean evicted, Long secondsLeft) {
        FakeClusterView view = new FakeClusterView();
        view.put(Json.read(("{'kind': 'Node', 'metadata': {'name': 'n'}, 'spec': {'taints': [" + taints + "]}}")
                .replace('\'', '"')));
        view.put(Json.read(("{'kind': 'Pod', 'metadata': {'name': 'p', 'namespace': 'd'}, 'spec': {'nodeName': 'n', "
                        + "'tolerations': [" + (tolerations == null ? "" : tolerations)
                        + "]}, 'status': {'phase': 'Running'}}")
                .replace('\'', '"')));

        Plan plan = new TaintEvictionController().reconcile(POD, view, NOW);

        assertThat(plan.changes().stream().anyMatch(Change.Delete.class::isInstance))
                .isEqualTo(evicted);
        assertThat(plan.requeueAfter())
                .isEqualTo(Optional.ofNullable(secondsLeft).map(Duration::ofSeconds));
    }
}
