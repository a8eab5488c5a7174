package io.gantry.controller.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.PodState;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeletionOrderTest {

    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");

    private final FakeClusterView view = new FakeClusterView();
    private final ApiObject owner =
            view.put(Json.read("{\"kind\": \"ReplicaSet\", \"metadata\": {\"name\": \"rs\", \"namespace\": \"d\"}}"));

    /** A pod as {@code node phase ready-since cost restarts created}; a dash leaves out. */
    private PodState pod(String name, String text) {
        String[] parts = text.trim().split(" +");
        ObjectNode pod =
                Json.read("{\"kind\": \"Pod\", \"metadata\": {\"namespace\": \"d\"}, \"spec\": {}, \"status\": {}}");
        ObjectNode metadata = pod.withObject("/metadata");
        metadata.put("name", name).put("uid", name);
        metadata.withArray("/ownerReferences")
                .addObject()
                .put("uid", owner.uid())
                .put("controller", true);
        if (!parts[0].equals("-")) {
            pod.withObject("/spec").put("nodeName", parts[0]);
        }
        pod.withObject("/status").put("phase", parts[1]);
        if (!parts[2].equals("-")) {
            pod.withArray("/status/conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "True")
                    .put("lastTransitionTime", parts[2] + "T00:00:00Z");
        }
        if (!parts[3].equals("-")) {
            metadata.putObject("annotations").put("controller.kubernetes.io/pod-deletion-cost", parts[3]);
        }
        pod.withArray("/status/containerStatuses").addObject().put("restartCount", Integer.parseInt(parts[4]));
        metadata.put("creationTimestamp", parts[5] + "T00:00:00Z");
        return new PodState(view.put(pod));
    }

    @ParameterizedTest
    @CsvSource({
        // goes first, stays: node, phase, ready since, cost, restarts, created
        "-  Pending - - 0 2026-01-01,           n1 Pending - - 0 2026-01-01",
        "n1 Pending - - 0 2026-01-01,           n1 Running - - 0 2026-01-01",
        "n1 Unknown - - 0 2026-01-01,           n1 Running - - 0 2026-01-01",
        "n1 Running - - 0 2026-01-01,           n1 Running 2026-01-09 - 0 2026-01-01",
        "n1 Running 2026-01-01 -5 0 2026-01-01, n1 Running 2026-01-09 7 0 2026-01-01",
        "n1 Running 2026-01-01 x 0 2026-01-01,  n1 Running 2026-01-09 1 0 2026-01-01",
        "n1 Running 2026-01-09 - 0 2026-01-01,  n1 Running 2026-01-02 - 9 2026-01-01",
        "n1 Running 2026-01-02 - 9 2026-01-01,  n1 Running 2026-01-02 - 8 2026-01-01",
        "n1 Running - - 0 2026-01-09,           n1 Running - - 0 2026-01-01",
    })
    void theWorseOfTwoPodsGoesFirst(String first, String second) {
        PodState goes = pod("b", first);
        PodState stays = pod("a", second);

        assertThat(order(stays, goes)).containsExactly("b");
    }

    @Test
    void crowdedNodesLosePodsFirst() {
        PodState alone = pod("alone", "n2 Running 2026-01-01 - 0 2026-01-01");
        PodState one = pod("one", "n1 Running 2026-01-01 - 0 2026-01-01");
        PodState two = pod("two", "n1 Running 2026-01-01 - 0 2026-01-01");

        assertThat(order(alone, two, one)).containsExactly("one");
    }

    @Test
    void agesOfTheSameMagnitudeAreAllTheSame() {
        PodState older = pod("a", "n1 Running 2026-01-02 - 0 2026-01-02");
        PodState younger = pod("b", "n1 Running 2026-01-03 - 0 2026-01-03");

        assertThat(order(older, younger)).containsExactly("a");
    }

    private List<String> order(PodState... pods) {
        return DeletionOrder.of(owner, Stream.of(pods).toList(), view, NOW).first(1).stream()
                .map(PodState::name)
                .toList();
    }
}
