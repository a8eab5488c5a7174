package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSockets through the proxy subresources, to a server behind a node. */
class WebSocketProxyIT {

    private static final String NAMESPACE = "/api/v1/namespaces/default";
    private static final String POD = "with-websocket";

    private final TestControlPlane plane = TestControlPlane.shared();
    private final ApiClient api = plane.api();
    private final Kubectl kubectl = plane.kubectl();
    private TestWebSocketServer server;
    private TestNode node;

    @BeforeEach
    void runServer() throws IOException {
        server = TestWebSocketServer.plain();
        node = new TestNode(plane, "websocket-node");
        eventually(
                "the node is there",
                () -> api.get("/api/v1/nodes/websocket-node").code() == 200);
        kubectl.with("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: %s}}
                spec:
                  nodeName: websocket-node
                  terminationGracePeriodSeconds: 0
                  containers: [{name: c, image: none, ports: [{containerPort: %d}]}]
                """.formatted(POD, POD, server.port()), "create", "-f", "-")
                .expectSuccess();
        String address = TestExtension.hostAddress();
        kubectl.run("patch", "pod", POD, "--subresource=status", "--type=merge", "-p", """
                        {"status":{"phase":"Running","podIP":"%s","podIPs":[{"ip":"%s"}],
                        "conditions":[{"type":"Ready","status":"True"}]}}""".formatted(address, address))
                .expectSuccess();
    }

    @AfterEach
    void stopServer() throws IOException {
        kubectl.run("delete", "pod", POD, "--force", "--ignore-not-found").expectSuccess();
        kubectl.run("delete", "service", POD, "--ignore-not-found").expectSuccess();
        kubectl.run("delete", "node", "websocket-node", "--ignore-not-found").expectSuccess();
        node.close();
        server.close();
    }

    @Test
    void aWebSocketThroughAPodIsThatOfItsServer() {
        WebSocketMessages messages = new WebSocketMessages();
        WebSocket socket = connect("/pods/" + POD + "/proxy/chat/1?room=a", messages);

        assertThat(socket.getSubprotocol()).isEqualTo("chat.example.com");
        for (int i = 1; i <= 3; i++) {
            socket.sendText("hello " + i, true).join();
        }
        eventually("the answers", () -> messages.whole().size() == 3);
        assertThat(messages.whole())
                .containsExactly("/chat/1?room=a hello 1", "/chat/1?room=a hello 2", "/chat/1?room=a hello 3");

        socket.sendClose(4001, "enough").join();
        eventually("the end", () -> messages.closed() == 4001);
    }

    @Test
    void aWebSocketThroughAServiceIsThatOfOneOfItsPods() {
        kubectl.with("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {selector: {app: %s}, ports: [{name: ws, port: 80, targetPort: %d}]}
                """.formatted(POD, POD, server.port()), "create", "-f", "-")
                .expectSuccess();
        eventually(
                "the service has its endpoint",
                () -> api.get(NAMESPACE + "/services/" + POD + ":ws/proxy/x").code() == 200);
        WebSocketMessages messages = new WebSocketMessages();
        WebSocket socket = connect("/services/" + POD + ":ws/proxy/x", messages);

        socket.sendText("hello", true).join();

        eventually("the answer", () -> messages.whole().contains("/x hello"));
        socket.abort();
    }

    @Test
    void aRefusalOfTheServerIsTheClients() {
        assertThatThrownBy(() -> connect("/pods/" + POD + "/proxy/refused", new WebSocketMessages()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal ->
                                assertThat(refusal.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void whoOpensASessionIsWarned() throws IOException {
        kubectl.with("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: sessions}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], resources: ["pods/*"], operations: [CONNECT]}
                  validations: [{expression: "false", message: sessions are written down}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: sessions}
                spec: {policyName: sessions, validationActions: [Warn]}
                """, "create", "-f", "-").expectSuccess();
        try {
            for (String session : List.of("proxy/x", "exec?command=sh&stdout=1", "portforward?ports=1")) {
                eventually(
                        "the warning of " + session,
                        () -> head("/pods/" + POD + "/" + session)
                                .contains(
                                        "\r\nWarning: 299 - \"Validation failed for ValidatingAdmissionPolicy 'sessions'"));
                assertThat(head("/pods/" + POD + "/" + session)).startsWith("HTTP/1.1 101 ");
            }
        } finally {
            kubectl.run("delete", "validatingadmissionpolicybinding", "sessions")
                    .expectSuccess();
            kubectl.run("delete", "validatingadmissionpolicy", "sessions").expectSuccess();
        }
    }

    /** The head of the answer to a handshake, which the client of the JDK keeps to itself. */
    private String head(String path) throws IOException {
        try (Socket socket = api.http().sslContext().getSocketFactory().createSocket("localhost", plane.apiPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + NAMESPACE + path + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                    + "Sec-WebSocket-Protocol: v5.channel.k8s.io, SPDY/3.1+portforward.k8s.io\r\n"
                                    + "Authorization: Bearer " + TestPki.TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return HttpHead.read(socket);
        }
    }

    private WebSocket connect(String path, WebSocketMessages messages) {
        return api.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + TestPki.TOKEN)
                .subprotocols("chat.example.com")
                .buildAsync(URI.create("wss://localhost:" + plane.apiPort() + NAMESPACE + path), messages)
                .join();
    }

    private static void eventually(String what, Await.Condition condition) {
        new Await(Duration.ofSeconds(20), what, condition).orFail();
    }
}
