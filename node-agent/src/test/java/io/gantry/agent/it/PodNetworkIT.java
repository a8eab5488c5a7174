package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How pods are reached, on a real engine. */
class PodNetworkIT extends PodsOnEngine {

    @Test
    void aHostPortLeadsToThePod() {
        ObjectNode pod = Pods.pod("hostport", "Always");
        ObjectNode container = Pods.container(pod, "main", "while true; do nc -l -p 8080 -e echo here; done");
        container.putArray("ports").addObject().put("containerPort", 8080).put("hostPort", 18213);
        node.apply(pod);
        node.awaitReady(pod);

        Await.until("answer", TestNode.LIMIT, () -> ask("127.0.0.1", 18213).equals("here\n"));
        node.delete(pod, 0);
    }

    @Test
    void aPodOnTheHostsNetworkHasTheNodesAddress() {
        ObjectNode pod = Pods.pod("hostnet", "Always");
        ((ObjectNode) pod.path("spec")).put("hostNetwork", true);
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);

        JsonNode status = node.awaitReady(pod);

        assertThat(status.path("podIP").asText()).isEqualTo("127.0.0.1");
        assertThat(exec(pod, "cat", "/etc/hosts")).startsWith("# Kubernetes-managed hosts file (host network).\n");
        node.delete(pod, 0);
    }

    private static String ask(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1000);
            socket.setSoTimeout(2000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
