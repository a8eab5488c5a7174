package io.gantry.controller.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeLifecycleControllerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey NODE = ObjectKey.cluster(ResourceNames.NODES, "n1");

    private final FakeClusterView view = new FakeClusterView();
    private final NodeLifecycleController controller = new NodeLifecycleController(NodeLifecycleSettings.DEFAULT);

    @BeforeEach
    void anotherNodeIsWell() {
        view.put(Json.read("""
                {"kind": "Node", "metadata": {"name": "well"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}
                """));
    }

    private void node(String spec, String conditions) {
        view.put(Json.read("{\"kind\": \"Node\", \"metadata\": {\"name\": \"n1\"}, \"spec\": " + spec
                + ", \"status\": {\"conditions\": " + conditions + "}}"));
    }

    private static JsonNode update(Plan plan) {
        return plan.changes().stream()
                .filter(Change.Update.class::isInstance)
                .map(change -> (JsonNode) ((Change.Update) change).desired())
                .findFirst()
                .orElse(Json.object());
    }

    private static List<String> taints(JsonNode node) {
        return node.at("/spec/taints")
                .valueStream()
                .map(taint -> taint.path("key").asText().replace("node.kubernetes.io/", "") + ":"
                        + taint.path("effect").asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | [{'type': 'Ready', 'status': 'False'}] | not-ready:NoSchedule not-ready:NoExecute",
                "{} | [{'type': 'Ready', 'status': 'Unknown'}] | unreachable:NoSchedule unreachable:NoExecute",
                "{'unschedulable': true} | [{'type': 'Ready', 'status': 'True'}] | unschedulable:NoSchedule",
                "{} | [{'type': 'Ready', 'status': 'True'}, {'type': 'DiskPressure', 'status': 'True'}] | disk-pressure:NoSchedule",
                "{'taints': [{'key': 'mine', 'effect': 'NoExecute'}, {'key': 'node.kubernetes.io/not-ready', 'effect': 'NoSchedule'}]} "
                        + "| [{'type': 'Ready', 'status': 'True'}] | mine:NoExecute",
                "{'taints': [{'key': 'node.kubernetes.io/not-ready', 'effect': 'NoExecute'}]} | [{'type': 'Ready', 'status': 'Unknown'}] "
                        + "| unreachable:NoSchedule unreachable:NoExecute",
            })
    void taintsFollowTheConditions(String spec, String conditions, String taints) {
        node(spec.replace('\'', '"'), conditions.replace('\'', '"'));

        assertThat(taints(update(controller.reconcile(NODE, view, NOW)))).containsExactly(taints.split(" "));
    }

    @Test
    void aNodeFallsSilentOnlyAfterTheGracePeriodSinceItsLastSignAsSeenHere() {
        node("{}", "[{\"type\": \"Ready\", \"status\": \"True\", \"lastHeartbeatTime\": \"2020-01-01T00:00:00Z\"}]");

        controller.reconcile(NODE, view, NOW);
        Plan first = controller.reconcile(NODE, view, NOW.plusSeconds(1));
        assertThat(first.changes()).isEmpty();
        assertThat(first.requeueAfter()).contains(Duration.ofSeconds(39));

        lease("2020-01-01T00:00:01.000000Z");
        assertThat(controller.reconcile(NODE, view, NOW.plusSeconds(30)).requeueAfter())
                .contains(Duration.ofSeconds(40));
        assertThat(controller.reconcile(NODE, view, NOW.plusSeconds(70)).changes())
                .isNotEmpty();
    }

    @Test
    void aSilentNodeTellsSoInItsConditionsAndPods() {
        node(
                "{}",
                "[{\"type\": \"Ready\", \"status\": \"True\"}, {\"type\": \"DiskPressure\", \"status\": \"False\"}]");
        ObjectNode pod = Json.read("""
                {"kind": "Pod", "metadata": {"name": "p", "namespace": "d"}, "spec": {"nodeName": "n1"},
                 "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}
                """);
        view.put(pod);
        controller.reconcile(NODE, view, NOW);

        Plan plan = controller.reconcile(NODE, view, NOW.plusSeconds(40));

        JsonNode status = plan.changes().stream()
                .filter(Change.UpdateStatus.class::isInstance)
                .map(change -> ((Change.UpdateStatus) change).desired().path("status"))
                .findFirst()
                .orElseThrow();
        assertThat(status.path("conditions"))
                .extracting(c -> c.path("type").asText() + " "
                        + c.path("status").asText() + " " + c.path("reason").asText())
                .containsExactly(
                        "Ready Unknown NodeStatusUnknown",
                        "DiskPressure Unknown NodeStatusUnknown",
                        "MemoryPressure Unknown NodeStatusNeverUpdated",
                        "PIDPressure Unknown NodeStatusNeverUpdated");
        assertThat(plan.changes())
                .filteredOn(Change.RecordEvent.class::isInstance)
                .extracting(change -> ((Change.RecordEvent) change).draft().message())
                .containsExactly("Node n1 status is now: NodeNotReady", "Node is not ready");
        assertThat(plan.changes())
                .filteredOn(Change.Batch.class::isInstance)
                .singleElement()
                .satisfies(batch -> assertThat(((Change.UpdateStatus)
                                        ((Change.Batch) batch).changes().getFirst())
                                .desired()
                                .at("/status/conditions/0/status")
                                .asText())
                        .isEqualTo("False"));
    }

    private void lease(String renewed) {
        view.put(
                Json.read("{\"kind\": \"Lease\", \"metadata\": {\"name\": \"n1\", \"namespace\": \"kube-node-lease\"}, "
                        + "\"spec\": {\"renewTime\": \"" + renewed + "\"}}"));
    }
}
