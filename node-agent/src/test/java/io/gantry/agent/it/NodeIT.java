package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node does of itself, on a real engine. */
class NodeIT extends PodsOnEngine {

    @Test
    void aPodOfAFileRunsAndReportsUnderItsMirror() throws IOException {
        Path folder = Files.createDirectories(node.stateDir().resolve("manifests"));
        Path file = Files.writeString(folder.resolve("web.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  hostNetwork: true
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: %s
                    command: [sh, -c, "%s"]
                """.formatted(PrivateEngine.IMAGE, SLEEP));
        ObjectNode pod = Await.value(
                "static pod told",
                TestNode.LIMIT,
                () -> node.reporter.staticPodsTold().stream()
                        .filter(pods -> !pods.isEmpty())
                        .map(List::getLast)
                        .findFirst());
        ObjectNode mirror = pod.deepCopy();
        ((ObjectNode) mirror.path("metadata")).put("uid", "mirror-uid");
        ((ObjectNode) mirror.at("/metadata/annotations")).put("kubernetes.io/config.mirror", TestNode.uid(pod));
        node.apply(mirror);

        node.awaitReady(mirror);
        assertThat(exec(mirror, "echo", "hello")).isEqualTo("hello\n");
        node.delete(mirror, 30);
        assertThat(exec(pod, "echo", "still here")).isEqualTo("still here\n");

        Files.delete(file);
        Await.until("static pod ended", TestNode.LIMIT, () -> node.reporter.finished(TestNode.uid(pod)));
    }

    @Test
    void theNodeReportsItself() {
        ObjectNode status = Await.value(
                "node status",
                TestNode.LIMIT,
                () -> node.reporter
                        .node()
                        .filter(current -> TestNode.condition(current, "Ready").equals("True")));

        assertThat(status.path("capacity").path("pods").asText()).isEqualTo("110");
        assertThat(status.path("nodeInfo").path("containerRuntimeVersion").asText())
                .startsWith("docker://");
        assertThat(status.path("addresses").get(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(TestNode.condition(status, "MemoryPressure")).isEqualTo("False");
    }
}
