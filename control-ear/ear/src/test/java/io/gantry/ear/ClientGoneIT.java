package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that go while a container or a server behind a node says nothing to them, or has not heard them yet. */
class ClientGoneIT {

    private static final String NODE = "silent-node";
    private static final String POD = "silent";
    private static final String PATH = "/api/v1/namespaces/default/pods/" + POD;
    private static final String LOG = PATH + "/log?follow=true";

    private final TestControlPlane plane = TestControlPlane.shared();
    private final Kubectl kubectl = plane.kubectl();
    private ServerSocket server;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0);
        server.setSoTimeout(30_000);
        node = new TestNode(plane, NODE);
        eventually(
                "the node is there",
                () -> plane.api().get("/api/v1/nodes/" + NODE).code() == 200);
        kubectl.with("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  nodeName: %s
                  terminationGracePeriodSeconds: 0
                  containers: [{name: c, image: none, ports: [{containerPort: %d}]}]
                """.formatted(POD, NODE, server.getLocalPort()), "create", "-f", "-")
                .expectSuccess();
        String address = TestExtension.hostAddress();
        kubectl.run("patch", "pod", POD, "--subresource=status", "--type=merge", "-p", """
                        {"status":{"phase":"Running","podIP":"%s","podIPs":[{"ip":"%s"}]}}""".formatted(address, address))
                .expectSuccess();
    }

    @AfterEach
    void stop() throws IOException {
        kubectl.run("delete", "pod", POD, "--force", "--ignore-not-found").expectSuccess();
        kubectl.run("delete", "node", NODE, "--ignore-not-found").expectSuccess();
        node.close();
        server.close();
    }

    @Test
    void whatIsStreamedToClientsThatHaveGoneEndsAndWhatOneThatStaysFollowsDoesNot()
            throws IOException, InterruptedException {
        try (Socket staying = http11(LOG);
                Socket leaving = http11(LOG);
                HttpClient http2 = HttpClient.newBuilder()
                        .sslContext(plane.api().http().sslContext())
                        .build();
                Socket proxied = http11(PATH + "/proxy/");
                Socket backend = server.accept()) {
            HttpResponse<InputStream> second = http2.send(
                    plane.api().withToken(TestPki.TOKEN).request(LOG).GET().build(), BodyHandlers.ofInputStream());
            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(HttpHead.read(staying)).startsWith("HTTP/1.1 200 ");
            assertThat(HttpHead.read(leaving)).startsWith("HTTP/1.1 200 ");
            assertThat(HttpHead.read(backend)).startsWith("GET / HTTP/1.1\r\n");
            assertThat(node.followedLogs()).isEqualTo(3);
            leave(leaving);
            http2.shutdownNow();
            leave(proxied);

            eventually("the sessions of both clients end", () -> node.followedLogs() == 1);
            backend.setSoTimeout(40_000);
            assertThat(backend.getInputStream().read()).isEqualTo(-1);
            leave(staying);
        }
    }

    @Test
    void aCommandHearsAllThatAClientSaidBeforeItHungUp() {
        int clients = 10;
        byte[] message = new byte[20_001]; // both fit into what a connection holds that nobody reads
        for (int i = 0; i < clients; i++) {
            WebSocket client = plane.api()
                    .http()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + TestPki.TOKEN)
                    .subprotocols("v4.channel.k8s.io")
                    .buildAsync(
                            URI.create("wss://localhost:" + plane.apiPort() + PATH
                                    + "/exec?command=cat&stdin=true&stdout=true"),
                            new WebSocketMessages())
                    .join();
            client.sendBinary(ByteBuffer.wrap(message), true).join();
            client.sendBinary(ByteBuffer.wrap(message), true).join();
            client.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            client.abort();
        }

        eventually("all commands end", () -> node.heard().size() == clients);
        assertThat(node.heard()).containsOnly(40_000);
    }

    /** Without waiting for the server's part in the end of TLS, which it does not say. */
    private static void leave(Socket client) throws IOException {
        client.setSoTimeout(1);
        client.close();
    }

    private Socket http11(String path) throws IOException {
        Socket socket = plane.api().http().sslContext().getSocketFactory().createSocket("localhost", plane.apiPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestPki.TOKEN
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static void eventually(String what, Await.Condition condition) {
        new Await(Duration.ofSeconds(40), what, condition).orFail();
    }
}
