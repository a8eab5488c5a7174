package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks and an aggregated API, through kubectl. */
class ExtensionsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestControlPlane plane = TestControlPlane.shared();
    private final Kubectl kubectl = plane.kubectl();
    private TestExtension extension;

    @BeforeEach
    void listen() throws IOException, GeneralSecurityException {
        extension = new TestExtension(plane.pki());
    }

    @AfterEach
    void close() {
        extension.close();
    }

    private String authority() {
        return Base64.getEncoder()
                .encodeToString(plane.pki().authority().certificatePem().getBytes(StandardCharsets.UTF_8));
    }

    private String configuration(String kind, String path) {
        return """
                apiVersion: admissionregistration.k8s.io/v1
                kind: %sWebhookConfiguration
                metadata: {name: extension}
                webhooks:
                - name: maps.extension.example.com
                  clientConfig: {url: "https://127.0.0.1:%d%s", caBundle: %s}
                  rules:
                  - {apiGroups: [""], apiVersions: [v1], resources: [configmaps], operations: [CREATE]}
                  objectSelector: {matchLabels: {extension: "yes"}}
                  sideEffects: None
                  admissionReviewVersions: [v1]
                """.formatted(kind, extension.port(), path, authority());
    }

    private static String map(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\",\"labels\":{\"extension\":\"yes\"}}}";
    }

    @Test
    void aValidatingWebhookDeniesAsLongAsItIsConfigured() {
        extension.review("/deny", review -> "\"allowed\":false,\"status\":{\"message\":\"not today\"}");
        kubectl.with(configuration("Validating", "/deny"), "apply", "-f", "-").expectSuccess();

        new Await(
                        LIMIT,
                        "the webhook is in force",
                        () -> kubectl.with(map("denied"), "create", "--dry-run=server", "-f", "-")
                                        .code()
                                != 0)
                .orFail();
        assertThat(kubectl.with(map("denied"), "create", "-f", "-").expectFailure())
                .contains("admission webhook \"maps.extension.example.com\" denied the request: not today");

        kubectl.run("delete", "validatingwebhookconfiguration", "extension").expectSuccess();
        new Await(
                        LIMIT,
                        "the webhook is gone",
                        () -> kubectl.with(map("denied"), "create", "-f", "-").code() == 0)
                .orFail();
        kubectl.run("delete", "configmap", "denied").expectSuccess();
    }

    @Test
    void aMutatingWebhookChangesWhatIsStored() {
        String patch = Base64.getEncoder()
                .encodeToString("[{\"op\":\"add\",\"path\":\"/data\",\"value\":{\"a\":\"b\"}}]"
                        .getBytes(StandardCharsets.UTF_8));
        extension.review(
                "/change", review -> "\"allowed\":true,\"patchType\":\"JSONPatch\",\"patch\":\"" + patch + "\"");
        kubectl.with(configuration("Mutating", "/change"), "apply", "-f", "-").expectSuccess();

        new Await(
                        LIMIT,
                        "the webhook is in force",
                        () -> kubectl.with(
                                        map("changed"),
                                        "create",
                                        "--dry-run=server",
                                        "-o",
                                        "jsonpath={.data.a}",
                                        "-f",
                                        "-")
                                .out()
                                .equals("b"))
                .orFail();
        kubectl.run("delete", "mutatingwebhookconfiguration", "extension").expectSuccess();
    }

    @Test
    void anotherServerServesAGroupInTheNameOfTheUser() throws IOException {
        extension
                .answer("/apis/extension.example.com/v1", exchange -> """
                        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"extension.example.com/v1","resources":[
                         {"name":"things","singularName":"thing","namespaced":false,"kind":"Thing","verbs":["get","list"]}]}""")
                .answer(
                        "/apis/extension.example.com/v1/things",
                        exchange ->
                                "{\"user\":\"" + exchange.getRequestHeaders().getFirst("X-Remote-User")
                                        + "\",\"proxy\":\"" + TestExtension.peer(exchange) + "\"}");
        register("extension.example.com", extension.port());

        new Await(
                        LIMIT,
                        "requests are passed on",
                        () -> kubectl.run("get", "--raw", "/apis/extension.example.com/v1/things")
                                        .code()
                                == 0)
                .orFail();
        assertThat(kubectl.run("get", "--raw", "/apis/extension.example.com/v1/things")
                        .expectSuccess())
                .isEqualTo("{\"user\":\"admin\",\"proxy\":\"CN=front-proxy-client\"}");
        assertThat(kubectl.run("api-resources", "--cached=false", "--api-group=extension.example.com")
                        .expectSuccess())
                .contains("things");

        unregister("extension.example.com");
    }

    @Test
    void aWebSocketReachesAnAggregatedServerInTheNameOfTheUser() throws IOException, GeneralSecurityException {
        try (TestWebSocketServer server = TestWebSocketServer.tls(TestExtension.context(plane.pki()), """
                {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"sockets.example.com/v1","resources":[]}""")) {
            register("sockets.example.com", server.port());
            WebSocketMessages messages = new WebSocketMessages();
            String things = "wss://localhost:" + plane.apiPort() + "/apis/sockets.example.com/v1/";
            WebSocket socket = webSocket(things + "things?watch=1", messages).join();

            assertThat(socket.getSubprotocol()).isEqualTo("v1.things.example.com");
            socket.sendText("hello", true).join();
            new Await(LIMIT, "the answer", () -> !messages.whole().isEmpty()).orFail();
            assertThat(messages.whole()).containsExactly("ada /apis/sockets.example.com/v1/things?watch=1 hello");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            new Await(LIMIT, "the end", () -> messages.closed() == WebSocket.NORMAL_CLOSURE).orFail();

            assertThatThrownBy(() -> webSocket(things + "refused", messages).join())
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refusal -> assertThat(refusal.getResponse().statusCode())
                                    .isEqualTo(403));
        } finally {
            unregister("sockets.example.com");
        }
    }

    private CompletableFuture<WebSocket> webSocket(String address, WebSocketMessages messages) {
        return plane.api()
                .http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + TestPki.TOKEN)
                .subprotocols("v1.things.example.com")
                .buildAsync(URI.create(address), messages);
    }

    /** Has version v1 of a group served by an extension at a port of this machine, and waits until it is. */
    private void register(String group, int port) throws IOException {
        kubectl.with("""
                apiVersion: v1
                kind: Service
                metadata: {name: extension, namespace: default}
                spec: {ports: [{name: https, port: 443}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: extension-1, namespace: default, labels: {kubernetes.io/service-name: extension}}
                addressType: IPv4
                ports: [{name: https, port: %d}]
                endpoints: [{addresses: ["%s"], conditions: {ready: true}}]
                ---
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1.%s}
                spec:
                  group: %s
                  version: v1
                  groupPriorityMinimum: 2000
                  versionPriority: 15
                  caBundle: %s
                  service: {namespace: default, name: extension}
                """.formatted(port, TestExtension.hostAddress(), group, group, authority()), "apply", "-f", "-")
                .expectSuccess();
        kubectl.run("wait", "--for=condition=Available", "apiservice/v1." + group, "--timeout=30s")
                .expectSuccess();
    }

    private void unregister(String group) {
        kubectl.run("delete", "apiservice", "v1." + group).expectSuccess();
        kubectl.run("delete", "service", "extension").expectSuccess();
        kubectl.run("delete", "endpointslice", "extension-1", "--ignore-not-found")
                .expectSuccess();
    }

    @Test
    void theOwnGroupsAreLocalAndAvailable() {
        assertThat(kubectl.run("get", "apiservice", "v1.apps").expectSuccess())
                .containsPattern("v1.apps +Local +True ");
        assertThat(kubectl.run(
                                "get",
                                "configmap",
                                "-n",
                                "kube-system",
                                "extension-apiserver-authentication",
                                "-o",
                                "jsonpath={.data.requestheader-allowed-names}")
                        .expectSuccess())
                .isEqualTo("[\"front-proxy-client\"]");
    }
}
