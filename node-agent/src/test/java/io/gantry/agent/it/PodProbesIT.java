package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Whether containers are well is asked on a real engine. */
class PodProbesIT extends PodsOnEngine {

    @Test
    void readinessFollowsItsProbe() {
        ObjectNode pod = Pods.pod("probed", "Always");
        ObjectNode container = Pods.container(pod, "main", "touch /tmp/ready; " + SLEEP);
        probe(container.putObject("readinessProbe"), "cat", "/tmp/ready");
        node.apply(pod);
        node.awaitReady(pod);

        exec(pod, "rm", "/tmp/ready");
        node.await(pod, "unready", status -> TestNode.condition(status, "Ready").equals("False"));
        assertThat(node.reporter.events()).anyMatch(event -> event.startsWith("Unhealthy: Readiness probe failed: "));
        exec(pod, "touch", "/tmp/ready");

        node.awaitReady(pod);
        node.delete(pod, 0);
    }

    @Test
    void aContainerThatIsNoLongerAliveIsRestarted() {
        ObjectNode pod = Pods.pod("dying", "Always");
        ObjectNode container = Pods.container(pod, "main", "touch /tmp/alive; " + SLEEP);
        probe(container.putObject("startupProbe"), "cat", "/tmp/alive").put("failureThreshold", 30);
        probe(container.putObject("livenessProbe"), "cat", "/tmp/alive");
        node.apply(pod);
        node.awaitReady(pod);

        exec(pod, "rm", "/tmp/alive");

        node.await(
                pod,
                "restarted",
                status ->
                        TestNode.container(status, "main").path("restartCount").asInt() == 1);
        assertThat(node.reporter.events()).contains("Killing: Container main failed liveness probe, will be restarted");
        node.delete(pod, 0);
    }

    @Test
    void networkProbesReachThePod() {
        ObjectNode pod = Pods.pod("web", "Always");
        ObjectNode container = Pods.container(
                pod, "main", "mkdir -p /www; echo hi > /www/index.html; httpd -p 8080 -h /www; " + SLEEP);
        container.putArray("ports").addObject().put("name", "http").put("containerPort", 8080);
        ObjectNode http = container.putObject("readinessProbe").put("periodSeconds", 1);
        http.putObject("httpGet").put("path", "/index.html").put("port", "http");
        ObjectNode tcp = container.putObject("livenessProbe").put("periodSeconds", 1);
        tcp.putObject("tcpSocket").put("port", 8080);
        node.apply(pod);

        JsonNode status = node.awaitReady(pod);

        assertThat(TestNode.container(status, "main").path("restartCount").asInt())
                .isZero();
        node.delete(pod, 0);
    }

    private static ObjectNode probe(ObjectNode probe, String... command) {
        command(probe.putObject("exec"), command);
        return probe.put("periodSeconds", 1).put("failureThreshold", 1);
    }
}
