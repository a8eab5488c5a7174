package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What README's first page promises, typed in its order. */
@ExtendWith(LocalCluster.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LocalCluster cluster;

    MainJobIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    @Order(1)
    void allNodesAreReady() {
        assertThat(column(cluster.kubectl("get", "nodes", "--no-headers"), 1))
                .hasSize(LocalCluster.NODES)
                .containsOnly("Ready");
    }

    @Test
    @Order(2)
    void theExampleDeploymentBecomesAvailable() {
        cluster.kubectl("apply", "-f", "examples/web.yaml");
        cluster.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(cluster.kubectl("get", "deploy,rs,pods,svc,endpoints", "-o", "wide", "--show-labels"))
                .contains("deployment.apps/web", "2/2", "service/web", "endpoints/web", "app=web");
    }

    @Test
    @Order(3)
    void theServiceAnswersOnItsClusterAddressAndOnEveryNodesPort() {
        String clusterIp = cluster.kubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
        Await.until(
                MINUTE,
                () -> assertThat(Http.get("http://" + clusterIp + ":80/")).contains("nginx"));
        for (int node = 1; node <= LocalCluster.NODES; node++) {
            String url = "http://" + cluster.nodeAddress(node) + ":30080/";
            Await.until(MINUTE, () -> assertThat(Http.get(url)).contains("nginx"));
        }
    }

    @Test
    @Order(4)
    void execAndLogsReachTheContainer() {
        String pod = cluster.kubectl("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}");
        assertThat(cluster.kubectl("exec", pod, "--", "hostname").strip()).isEqualTo(pod);
        assertThat(cluster.kubectlWithInput("from stdin", "exec", "-i", pod, "--", "cat"))
                .isEqualTo("from stdin");
        assertThat(cluster.tryKubectl("exec", pod, "--", "sh", "-c", "exit 7").exitCode())
                .isEqualTo(7);
        cluster.kubectl(
                "run",
                "talker",
                "--image=busybox",
                "--image-pull-policy=IfNotPresent",
                "--restart=Never",
                "--",
                "sh",
                "-c",
                "echo one; echo two");
        Await.until(MINUTE, () -> assertThat(cluster.kubectl("logs", "talker")).isEqualTo("one\ntwo\n"));
        assertThat(cluster.kubectl("logs", "--tail=1", "talker")).isEqualTo("two\n");
        Await.until(
                MINUTE,
                () -> assertThat(cluster.kubectl("get", "pod", "talker", "-o", "jsonpath={.status.phase}"))
                        .isEqualTo("Succeeded"));
        cluster.kubectl("delete", "pod", "talker");
    }

    @Test
    @Order(5)
    void scalingChangesTheNumberOfPods() {
        cluster.kubectl("scale", "--replicas=5", "deployment/web");
        cluster.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(readyPods()).hasSize(5);
        assertThat(column(cluster.kubectl("get", "pods", "-l", "app=web", "-o", "wide", "--no-headers"), 6))
                .contains("node-1", "node-2", "node-3");
    }

    @Test
    @Order(6)
    void aNewImageRollsOutAndCanBeUndone() {
        cluster.kubectl("set", "image", "deployment/web", "web=busybox");
        cluster.kubectl(
                "patch",
                "deployment",
                "web",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"command\":[\"httpd\",\"-f\",\"-p\",\"80\",\"-h\",\"/etc\"],\"readinessProbe\":{\"httpGet\":{\"path\":\"/passwd\"}}}]}}}}");
        cluster.kubectl("rollout", "status", "deployment/web", "--timeout=120s");
        assertThat(cluster.kubectl("rollout", "history", "deployment/web")).contains("1", "3");
        cluster.kubectl("rollout", "undo", "deployment/web", "--to-revision=1");
        cluster.kubectl("rollout", "status", "deployment/web", "--timeout=120s");
        assertThat(cluster.kubectl(
                        "get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"))
                .isEqualTo("nginx");
    }

    @Test
    @Order(7)
    void aDeletedPodIsReplaced() {
        String pod = cluster.kubectl("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}");
        cluster.kubectl("delete", "pod", pod);
        Await.until(MINUTE, () -> assertThat(readyPods()).hasSize(5).doesNotContain(pod));
    }

    @Test
    @Order(8)
    void describeTellsTheStory() {
        assertThat(cluster.kubectl("describe", "deployment", "web")).contains("ScalingReplicaSet");
        String pod = readyPods().getFirst();
        assertThat(cluster.kubectl("describe", "pod", pod)).contains("Scheduled", "Started", "Node:");
    }

    @Test
    @Order(9)
    void deletingTheManifestRemovesAllOfIt() {
        cluster.kubectl("delete", "-f", "examples/web.yaml");
        Await.until(
                MINUTE,
                () -> assertThat(cluster.kubectl("get", "deploy,rs,pods", "-l", "app=web", "-o", "name"))
                        .isEmpty());
    }

    private List<String> readyPods() {
        return cluster.kubectl("get", "pods", "-l", "app=web", "--no-headers")
                .lines()
                .filter(line -> line.contains("1/1") && line.contains("Running"))
                .map(line -> line.split("\\s+")[0])
                .toList();
    }

    private static List<String> column(String table, int number) {
        return Arrays.stream(table.split("\n"))
                .map(line -> line.strip().split("\\s+")[number])
                .toList();
    }
}
