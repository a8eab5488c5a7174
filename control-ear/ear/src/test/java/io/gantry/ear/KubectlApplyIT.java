package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of manifests through the real kubectl: what is no longer in the set goes, kustomizations, differences, and a local proxy. */
class KubectlApplyIT {

    private static final String NAMESPACE = "apply-it";
    private static final Pattern SERVING = Pattern.compile("Starting to serve on (127\\.0\\.0\\.1:\\d+)");

    private final Kubectl kubectl = TestControlPlane.shared().kubectl();

    @TempDir
    private Path directory;

    @BeforeEach
    void createNamespace() {
        kubectl.run("create", "namespace", NAMESPACE).expectSuccess();
    }

    @AfterEach
    void deleteNamespace() {
        kubectl.run("delete", "namespace", NAMESPACE).expectSuccess();
    }

    private static String maps(String... names) {
        StringBuilder manifest = new StringBuilder();
        for (String name : names) {
            manifest.append("---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ")
                    .append(name)
                    .append("\n  namespace: " + NAMESPACE + "\n  labels: {set: mine}\ndata: {a: \"1\"}\n");
        }
        return manifest.toString();
    }

    private String names() {
        return kubectl.run(
                        "-n",
                        NAMESPACE,
                        "get",
                        "configmaps",
                        "-l",
                        "set=mine",
                        "-o",
                        "jsonpath={.items[*].metadata.name}")
                .expectSuccess();
    }

    @Test
    void pruningRemovesWhatTheSetNoLongerHas() {
        String[] apply = {
            "apply", "--prune", "-l", "set=mine", "-n", NAMESPACE, "--prune-allowlist=core/v1/ConfigMap", "-f", "-"
        };
        kubectl.with(maps("one", "two"), apply).expectSuccess();
        assertThat(kubectl.with(maps("two", "three"), apply).expectSuccess())
                .isEqualTo("configmap/two unchanged\nconfigmap/three created\nconfigmap/one pruned\n");
        assertThat(names()).isEqualTo("three two");
    }

    @Test
    void anApplySetRemembersItsMembers() {
        String[] apply = {"apply", "--prune", "--applyset=configmaps/set", "-n", NAMESPACE, "-f", "-"};
        Map<String, String> alpha = Map.of("KUBECTL_APPLYSET", "true");
        kubectl.run(maps("one", "two"), alpha, apply).expectSuccess();
        assertThat(kubectl.run(maps("two"), alpha, apply).expectSuccess()).contains("configmap/one pruned\n");
        assertThat(names()).isEqualTo("two");
        assertThat(kubectl.run(
                                "-n",
                                NAMESPACE,
                                "get",
                                "configmap",
                                "set",
                                "-o",
                                "jsonpath={.metadata.annotations.applyset\\.kubernetes\\.io/contains-group-kinds}")
                        .expectSuccess())
                .isEqualTo("ConfigMap");
    }

    @Test
    void aKustomizationIsAppliedAndRemoved() throws IOException {
        Files.writeString(directory.resolve("map.yaml"), maps("base"));
        Files.writeString(directory.resolve("kustomization.yaml"), """
                resources: [map.yaml]
                namePrefix: my-
                configMapGenerator:
                - {name: made, literals: [colour=red], options: {disableNameSuffixHash: true, labels: {set: mine}}}
                namespace: %s
                """.formatted(NAMESPACE));
        assertThat(kubectl.run("apply", "-k", directory.toString()).expectSuccess())
                .isEqualTo("configmap/my-base created\nconfigmap/my-made created\n");
        assertThat(names()).isEqualTo("my-base my-made");
        kubectl.run("delete", "-k", directory.toString()).expectSuccess();
        assertThat(names()).isEmpty();
    }

    @Test
    void aDiffShowsWhatApplyingWouldChange() {
        kubectl.with(maps("one"), "apply", "-f", "-").expectSuccess();
        assertThat(kubectl.with(maps("one"), "diff", "-f", "-").code()).isZero();
        Kubectl.Output diff = kubectl.with(maps("one", "two").replace("\"1\"", "\"2\""), "diff", "-f", "-");
        assertThat(diff.code()).isEqualTo(1);
        assertThat(diff.out()).contains("-  a: \"1\"\n+  a: \"2\"\n", "+  name: two\n");
        assertThat(names()).isEqualTo("one");
    }

    @Test
    void waitEndsWithTheConditionOrWithItsPatience() {
        kubectl.with(maps("one"), "apply", "-f", "-").expectSuccess();
        kubectl.run("-n", NAMESPACE, "wait", "--for=jsonpath={.data.a}=1", "configmap/one", "--timeout=20s")
                .expectSuccess();
        assertThat(kubectl.run("-n", NAMESPACE, "wait", "--for=jsonpath={.data.a}=9", "configmap/one", "--timeout=1s")
                        .expectFailure())
                .contains("timed out waiting for the condition on configmaps/one");
        kubectl.run("-n", NAMESPACE, "delete", "configmap", "one", "--wait=false")
                .expectSuccess();
        kubectl.run("-n", NAMESPACE, "wait", "--for=delete", "configmap/one", "--timeout=20s")
                .expectSuccess();
    }

    @Test
    void theProxyServesTheApiToLocalClients() throws IOException, InterruptedException {
        kubectl.with(maps("one"), "apply", "-f", "-").expectSuccess();
        try (Kubectl.Running proxy = kubectl.start("proxy", "--port=0")) {
            new Await(
                            Duration.ofSeconds(20),
                            "the proxy listens",
                            () -> SERVING.matcher(proxy.output()).find())
                    .orFail();
            Matcher serving = SERVING.matcher(proxy.output());
            assertThat(serving.find()).isTrue();
            String body = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1) // the JDK would offer to upgrade, which no API server takes
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + serving.group(1) + "/api/v1/namespaces/"
                                            + NAMESPACE + "/configmaps/one"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(body).contains("\"kind\":\"ConfigMap\"", "\"data\":{\"a\":\"1\"}");
        }
    }
}
