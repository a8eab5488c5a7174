package io.gantry.node;

import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeStatusWriterTest {

    private static final ObjectKey NODE = ObjectKey.cluster(NODES, "n1");
    private static final ObjectKey POD = new ObjectKey(PODS, "a", "p");
    private static final PodIdentity IDENTITY = new PodIdentity("a", "p", "u1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    private final FakeCluster cluster = new FakeCluster();
    private final List<EventDraft> events = new ArrayList<>();
    private final NodeStatusWriter writer = new NodeStatusWriter(cluster, cluster, events::add, () -> now);

    @Test
    void aNewNodeIsCreatedWithTheLabelsThatEveryNodeHas() {
        writer.register("n1", Json.read("""
                {"metadata":{"labels":{"rack":"7","node-restriction.kubernetes.io/secure":"yes"}},
                 "spec":{"podCIDR":"10.1.0.0/24","taints":[{"key":"x"}],"unschedulable":true},
                 "status":{"capacity":{"cpu":"2"},"nodeInfo":{"operatingSystem":"linux","architecture":"amd64"},
                           "conditions":[{"type":"Ready","status":"True"}]}}"""));

        ApiObject node = cluster.get(NODE).orElseThrow();
        assertThat(node.labels())
                .containsOnly(
                        java.util.Map.entry("kubernetes.io/hostname", "n1"),
                        java.util.Map.entry("kubernetes.io/os", "linux"),
                        java.util.Map.entry("kubernetes.io/arch", "amd64"),
                        java.util.Map.entry("rack", "7"));
        assertThat(node.spec()).isEqualTo(Json.read("{\"podCIDR\":\"10.1.0.0/24\"}"));
        assertThat(node.status().path("capacity")).isEqualTo(Json.read("{\"cpu\":\"2\"}"));
        assertThat(node.status()
                        .path("conditions")
                        .get(0)
                        .path("lastTransitionTime")
                        .asText())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aKnownNodeKeepsWhatUsersMade() {
        cluster.put(NODES, """
                {"metadata":{"name":"n1","labels":{"team":"blue"},"annotations":{"note":"x"}},
                 "spec":{"taints":[{"key":"x"}],"unschedulable":true,"podCIDR":"10.9.0.0/24"},
                 "status":{"volumesAttached":[{"name":"v"}],
                           "conditions":[{"type":"KernelDeadlock","status":"False"},
                                         {"type":"Ready","status":"True","lastTransitionTime":"2025-01-01T00:00:00Z"}]}}""");

        writer.register("n1", Json.read("""
                {"metadata":{"labels":{"rack":"7"},"annotations":{"agent":"1"}},"spec":{"podCIDR":"10.1.0.0/24"},
                 "status":{"volumesAttached":[],"conditions":[
                    {"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"},
                    {"type":"DiskPressure","status":"False","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}"""));

        ApiObject node = cluster.get(NODE).orElseThrow();
        assertThat(node.labels())
                .containsEntry("team", "blue")
                .containsEntry("rack", "7")
                .containsEntry("kubernetes.io/hostname", "n1");
        assertThat(node.metadata().path("annotations")).isEqualTo(Json.read("{\"note\":\"x\",\"agent\":\"1\"}"));
        assertThat(node.spec())
                .isEqualTo(
                        Json.read("{\"taints\":[{\"key\":\"x\"}],\"unschedulable\":true,\"podCIDR\":\"10.9.0.0/24\"}"));
        assertThat(node.status().path("volumesAttached")).hasSize(1);
        assertThat(node.status().path("conditions"))
                .extracting(condition -> condition.path("type").asText() + " "
                        + condition.path("lastTransitionTime").asText("-"))
                .containsExactly("KernelDeadlock -", "Ready 2025-01-01T00:00:00Z", "DiskPressure 2026-01-01T00:00:00Z");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an extended resource stays, all of it usable | {"cpu":"2","example.com/foo":"5"} | {"cpu":"2"} | {"cpu":"4"} | {"cpu":"3"} | {"cpu":"4","example.com/foo":"5"} | {"cpu":"3","example.com/foo":"5"}
            one that was taken back goes                 | {"cpu":"2"} | {"cpu":"2","example.com/foo":"5"} | {"cpu":"4"} | {"cpu":"3"} | {"cpu":"4"} | {"cpu":"3"}
            huge pages are the agent's to know           | {"hugepages-1Gi":"1Gi"} | {"hugepages-1Gi":"1Gi"} | {"cpu":"4"} | {"cpu":"3"} | {"cpu":"4"} | {"cpu":"3"}
            """)
    void anAgentReportsTheResourcesThatItKnows(
            String why,
            String capacity,
            String allocatable,
            String reported,
            String reportedAllocatable,
            String capacityThen,
            String allocatableThen) {
        String status = "{\"capacity\":%s,\"allocatable\":%s}";
        cluster.put(
                NODES, "{\"metadata\":{\"name\":\"n1\"},\"status\":" + status.formatted(capacity, allocatable) + "}");

        writer.register("n1", Json.read("{\"status\":" + status.formatted(reported, reportedAllocatable) + "}"));

        assertThat(cluster.get(NODE).orElseThrow().status())
                .as(why)
                .isEqualTo(Json.read(status.formatted(capacityThen, allocatableThen)));
    }

    @ParameterizedTest
    @CsvSource({
        "app, true",
        "example.com/app, true",
        "kubernetes.io/hostname, true",
        "topology.kubernetes.io/zone, true",
        "node.kubernetes.io/anything, true",
        "gpu.node.kubernetes.io/anything, true",
        "kubelet.kubernetes.io/anything, true",
        "node-restriction.kubernetes.io/x, false",
        "node-role.kubernetes.io/control-plane, false",
        "kubernetes.io/anything, false",
        "x.k8s.io/anything, false",
    })
    void aNodeMayGiveItselfOnlyHarmlessLabels(String key, boolean allowed) {
        assertThat(NodeLabels.mayHave(key)).isEqualTo(allowed);
    }

    @Test
    void heartbeatsRenewTheLeaseAtMostEveryTenSeconds() {
        cluster.put(NODES, "{\"metadata\":{\"name\":\"n1\",\"uid\":\"node-uid\"}}");
        ObjectKey lease = new ObjectKey(NodeLease.LEASES, "kube-node-lease", "n1");

        writer.heartbeat("n1");
        ObjectNode created = cluster.get(lease).orElseThrow().copy();
        assertThat(created.path("spec")).isEqualTo(Json.read("""
                {"holderIdentity":"n1","leaseDurationSeconds":40,"renewTime":"2026-01-01T00:00:00.000000Z"}"""));
        assertThat(created.path("metadata")
                        .path("ownerReferences")
                        .get(0)
                        .path("uid")
                        .asText())
                .isEqualTo("node-uid");

        now = START.plusSeconds(5);
        writer.heartbeat("n1");
        assertThat(cluster.writes()).isEqualTo(1);

        now = START.plus(Duration.ofMillis(10_250));
        writer.heartbeat("n1");
        assertThat(cluster.get(lease).orElseThrow().spec().path("renewTime").asText())
                .isEqualTo("2026-01-01T00:00:10.250000Z");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the agent's conditions are taken | {"conditions":[]} | {"phase":"Running","conditions":[{"type":"Ready","status":"True"}]} | {"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}
            the scheduler's condition stays  | {"conditions":[{"type":"PodScheduled","status":"True"}]} | {"conditions":[{"type":"PodScheduled","status":"False"}]} | {"conditions":[{"type":"PodScheduled","status":"True"}]}
            a static pod's condition is made | {} | {"conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"t"}]} | {"conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"t"}]}
            a readiness gate stays           | {"conditions":[{"type":"example.com/gate","status":"True"}]} | {"conditions":[{"type":"example.com/gate","status":"False"}]} | {"conditions":[{"type":"example.com/gate","status":"True"}]}
            a condition no more reported goes | {"conditions":[{"type":"PodResizePending","status":"True"}]} | {"phase":"Running"} | {"phase":"Running","conditions":[]}
            an eviction's mark stays         | {"conditions":[{"type":"DisruptionTarget","status":"True"}]} | {"phase":"Running"} | {"phase":"Running","conditions":[{"type":"DisruptionTarget","status":"True"}]}
            class and start are kept         | {"qosClass":"Burstable","startTime":"s"} | {"qosClass":"BestEffort","startTime":"t"} | {"qosClass":"Burstable","startTime":"s","conditions":[]}
            what has failed stays failed     | {"phase":"Failed","reason":"Evicted"} | {"phase":"Running","message":"m"} | {"phase":"Failed","reason":"Evicted","conditions":[]}
            what has ended is not ready      | {"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"t"}]} | {"phase":"Succeeded","conditions":[{"type":"Ready","status":"True"}]} | {"phase":"Succeeded","conditions":[{"type":"Ready","status":"False","lastTransitionTime":"2026-01-01T00:00:00Z","reason":"PodCompleted"}]}
            """)
    void aReportedStatusIsMerged(String behaviour, String present, String reported, String wanted) {
        pod("n1", present, "");

        writer.podStatus("n1", IDENTITY, Json.read(reported));

        assertThat(cluster.get(POD).orElseThrow().status()).as(behaviour).isEqualTo(Json.read(wanted));
    }

    @ParameterizedTest
    @CsvSource({"n2, u1", "n1, u2"})
    void aStatusOfAnotherNodesPodOrOfAnEarlierPodIsIgnored(String boundTo, String uid) {
        pod(boundTo, "{\"phase\":\"Pending\"}", "");

        writer.podStatus("n1", new PodIdentity("a", "p", uid), Json.read("{\"phase\":\"Running\"}"));
        writer.podFinished("n1", new PodIdentity("a", "p", uid));

        assertThat(cluster.writes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"n1, u, Released, false", "n2, u, Released, true", "n1, older, Released, true", "n1, u, Bound, true"})
    void aVolumeGoesWhenItsOwnNodeHasRemovedItsDirectory(String node, String uid, String phase, boolean held) {
        ObjectKey key = ObjectKey.cluster(NodeResources.VOLUMES, "v");
        cluster.put(NodeResources.VOLUMES, """
                {"kind":"PersistentVolume","apiVersion":"v1","metadata":{"name":"v","uid":"u",
                  "deletionTimestamp":"2026-01-01T00:00:00Z","finalizers":["gantry.io/node-local","other"],
                  "annotations":{"pv.kubernetes.io/provisioned-by":"gantry.io/node-local","gantry.io/node":"n1"}},
                 "spec":{"persistentVolumeReclaimPolicy":"Delete"},"status":{"phase":"%s"}}""".formatted(phase));

        writer.volumeRemoved(node, "v", uid);
        writer.volumeRemoved(node, "gone", uid);

        assertThat(cluster.get(key).orElseThrow().metadata().path("finalizers").toString())
                .isEqualTo(held ? "[\"gantry.io/node-local\",\"other\"]" : "[\"other\"]");
    }

    @Test
    void aRepeatedStatusWritesNothing() {
        pod("n1", "{}", "");
        ObjectNode status =
                Json.read("{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}");
        writer.podStatus("n1", IDENTITY, status);

        now = START.plusSeconds(60);
        writer.podStatus("n1", IDENTITY, status);

        assertThat(cluster.writes()).isEqualTo(1);
    }

    @Test
    void aFinishedPodThatIsBeingDeletedLeavesTheStore() {
        pod("n1", "{\"phase\":\"Running\"}", ",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"");

        writer.podFinished("n1", IDENTITY);
        writer.podFinished("n1", IDENTITY);

        assertThat(cluster.get(POD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Running, Failed", "Pending, Failed", "Succeeded, Succeeded"})
    void aFinishedPodThatNobodyDeletesHasEnded(String phase, String wanted) {
        pod("n1", "{\"phase\":\"" + phase + "\"}", "");

        writer.podFinished("n1", IDENTITY);

        assertThat(cluster.get(POD).orElseThrow().status().path("phase").asText())
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"kind\":\"Node\",\"name\":\"n1\"}', true",
        "'{\"kind\":\"Node\",\"name\":\"n2\"}', false",
        "'{\"kind\":\"Pod\",\"namespace\":\"a\",\"name\":\"p\",\"uid\":\"u1\"}', true",
        "'{\"kind\":\"Pod\",\"namespace\":\"a\",\"name\":\"p\",\"uid\":\"u2\"}', false",
        "'{\"kind\":\"Secret\",\"namespace\":\"a\",\"name\":\"p\"}', false",
    })
    void anAgentSpeaksOnlyOfItsOwnNodeAndPods(String involved, boolean told) {
        pod("n1", "{}", "");

        writer.event("n1", Json.read(involved), "Warning", "Failed", "m".repeat(2000));

        assertThat(events).hasSize(told ? 1 : 0).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo(EventDraft.Type.WARNING);
            assertThat(event.message()).hasSize(1024);
            assertThat(event.host()).isEqualTo("n1");
        });
    }

    private void pod(String node, String status, String metadata) {
        cluster.put(
                PODS,
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"p\",\"uid\":\"u1\"%s},\"spec\":{\"nodeName\":\"%s\"},\"status\":%s}"
                        .formatted(metadata, node, status));
    }
}
