package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes tell of themselves, and what they run of themselves. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAMESPACE = "nodes-it";
    private static final String NODE = "node-1";

    private final LocalCluster cluster;
    private final TestNamespace namespace;

    NodesIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.namespace = new TestNamespace(cluster, NAMESPACE);
    }

    @BeforeAll
    void aBusyPod() {
        namespace.create();
        namespace.kubectl(
                "run",
                "busy",
                "--image=busybox",
                "--image-pull-policy=IfNotPresent",
                "--overrides={\"spec\":{\"nodeName\":\"" + NODE + "\"}}",
                "--",
                "sh",
                "-c",
                "while true; do :; done");
    }

    @AfterAll
    void deleteNamespace() {
        namespace.delete("--timeout=60s");
    }

    @Test
    void kubectlTopShowsNodesAndPods() {
        Await.until(
                PATIENCE,
                () -> assertThat(cluster.kubectl("top", "nodes", "--no-headers").lines())
                        .hasSize(LocalCluster.NODES)
                        .allMatch(line -> line.matches("node-\\d\\s+\\d+m\\s+\\d+%\\s+\\d+Mi\\s+\\d+%\\s*")));
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("top", "pods", "--containers", "--no-headers"))
                        .matches("busy\\s+busy\\s+[1-9]\\d+m\\s+\\d+Mi\\s*"));
        assertThat(namespace.kubectl("top", "pods", "-l", "run=busy")).contains("busy");
        assertThat(cluster.kubectl("get", "apiservice", "v1beta1.metrics.k8s.io", "--no-headers"))
                .containsPattern("Local\\s+True");
    }

    @Test
    void theNodeTellsPrometheus() {
        Await.until(
                PATIENCE,
                () -> assertThat(raw("/metrics/cadvisor"))
                        .containsPattern(
                                "container_cpu_usage_seconds_total\\{container=\"busy\",[^}]*pod=\"busy\"[^}]*} [\\d.]+")
                        .containsPattern(
                                "container_network_receive_bytes_total\\{[^}]*pod=\"busy\"[^}]*interface=\"eth0\"}"));
        assertThat(raw("/metrics/resource")).contains("node_memory_working_set_bytes ");
        assertThat(raw("/stats/summary")).contains("\"ephemeral-storage\"", "\"imageFs\"", "\"rlimit\"");
        assertThat(raw("/metrics/probes")).contains("# TYPE prober_probe_total counter");
    }

    /** Client and pod are on one node, and the port that is asked is another's. */
    @Test
    void aNodePortOfAnotherNodeAnswersWithThePodNextDoor() {
        namespace.kubectl(
                "run",
                "web",
                "--image=busybox",
                "--image-pull-policy=IfNotPresent",
                "--labels=app=web",
                "--overrides={\"spec\":{\"nodeName\":\"node-2\"}}",
                "--",
                "httpd",
                "-f",
                "-p",
                "8080",
                "-h",
                "/etc");
        namespace.kubectl("create", "service", "nodeport", "web", "--tcp=80:8080");
        String port = namespace.kubectl("get", "service", "web", "--output=jsonpath={.spec.ports[0].nodePort}");
        String address = cluster.kubectl(
                "get", "node", NODE, "--output=jsonpath={.status.addresses[?(@.type==\"InternalIP\")].address}");
        namespace.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
        String request = "printf 'GET /hosts HTTP/1.0\\r\\n\\r\\n' | nc -w 2 " + address + " " + port;
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("exec", "web", "--", "sh", "-c", request))
                        .contains("web"));
        namespace.kubectl("delete", "service/web", "pod/web", "--grace-period=0");
    }

    private String raw(String path) {
        return cluster.kubectl("get", "--raw", "/api/v1/nodes/" + NODE + "/proxy" + path);
    }

    /** As a control plane does that was stopped for a while and heard no heartbeat. */
    @Test
    void aNodeThatWasTakenForLostSaysSoonThatItIsNot() {
        cluster.kubectl(
                "patch",
                "node",
                "node-2",
                "--subresource=status",
                "--patch={\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"Unknown\","
                        + "\"reason\":\"NodeStatusUnknown\",\"message\":\"Kubelet stopped posting node status.\"}]}}");

        cluster.kubectl("wait", "--for=condition=Ready", "node/node-2", "--timeout=30s");
        assertThat(cluster.kubectl(
                        "get", "node", "node-2", "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}"))
                .isEqualTo("KubeletReady");
    }

    @Test
    void aFileOfANodeIsAPodThatOutlivesItsMirror() throws IOException {
        Path file = LocalCluster.state().resolve("nodes/" + NODE + "/manifests/static.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                apiVersion: v1
                kind: Pod
                metadata: {name: static, namespace: %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: busybox
                    imagePullPolicy: IfNotPresent
                    command: [sh, -c, "echo started $(date +%%s%%N); sleep 3600"]
                """.formatted(NAMESPACE));
        try {
            awaitRunning();
            String said = namespace.kubectl("logs", "static-" + NODE);
            String uid = namespace.kubectl("get", "pod", "static-" + NODE, "-o", "jsonpath={.metadata.uid}");
            assertThat(
                            namespace.kubectl(
                                    "get",
                                    "pod",
                                    "static-" + NODE,
                                    "-o",
                                    "jsonpath={.metadata.ownerReferences[0].kind} {.metadata.annotations.kubernetes\\.io/config\\.source}"))
                    .isEqualTo("Node file");

            namespace.kubectl("delete", "pod", "static-" + NODE, "--wait=false");
            Await.until(
                    PATIENCE,
                    () -> assertThat(
                                    namespace.kubectl("get", "pod", "static-" + NODE, "-o", "jsonpath={.metadata.uid}"))
                            .isNotEqualTo(uid));
            awaitRunning();
            assertThat(namespace.kubectl("logs", "static-" + NODE)).isEqualTo(said);
        } finally {
            Files.delete(file);
        }
        Await.until(
                PATIENCE,
                () -> assertThat(cluster.tryKubectl("get", "pod", "static-" + NODE, "-n", NAMESPACE)
                                .output())
                        .contains("NotFound"));
    }

    private void awaitRunning() {
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("get", "pod", "static-" + NODE, "-o", "jsonpath={.status.phase}"))
                        .isEqualTo("Running"));
    }
}
