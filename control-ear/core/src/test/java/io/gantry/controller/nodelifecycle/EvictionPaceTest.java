package io.gantry.controller.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvictionPaceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeClusterView view = new FakeClusterView();

    private void node(int number, boolean ready, int evictedSecondsAgo) {
        ObjectNode node = Json.read("{\"kind\": \"Node\", \"spec\": {}, \"status\": {}}");
        node.withObject("/metadata")
                .put("name", "n" + number)
                .putObject("labels")
                .put("topology.kubernetes.io/zone", "z");
        node.withArray("/status/conditions").addObject().put("type", "Ready").put("status", ready ? "True" : "Unknown");
        if (evictedSecondsAgo >= 0) {
            node.withArray("/spec/taints")
                    .addObject()
                    .put("key", "node.kubernetes.io/unreachable")
                    .put("effect", "NoExecute")
                    .put("timeAdded", NOW.minusSeconds(evictedSecondsAgo).toString());
        }
        view.put(node);
    }

    @ParameterizedTest
    @CsvSource({
        // nodes of the zone, lost ones, seconds since the last eviction (-1: none), a ready node elsewhere -> seconds
        // to wait (-1: stopped)
        "3,  1, -1, false, 0",
        "3,  2, 3,  false, 7", // one node in ten seconds
        "3,  2, 10, false, 0",
        "1,  1, -1, false, -1", // no node is ready
        "3,  3, -1, false, -1",
        "3,  3, -1, true,  0", // a whole zone is lost: at full pace
        "5,  3, -1, false, 5", // 60 % of a small zone: none for now
        "100, 60, -1, false, 0", // of a large zone: slowly
        "100, 60, 40, false, 60",
    })
    void waitsAsTheStateOfTheZoneDemands(int nodes, int lost, int lastEviction, boolean elsewhere, long wait) {
        for (int i = 0; i < nodes; i++) {
            node(i, i >= lost, i == 1 ? lastEviction : -1);
        }
        if (elsewhere) {
            view.put(Json.read("""
                    {"kind": "Node", "metadata": {"name": "far"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}
                    """));
        }
        EvictionPace pace = new EvictionPace(NodeLifecycleSettings.DEFAULT, view, NOW);

        assertThat(pace.wait(
                        view.get(ObjectKey.cluster(ResourceNames.NODES, "n0")).orElseThrow()))
                .isEqualTo(wait < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(wait)));
    }
}
