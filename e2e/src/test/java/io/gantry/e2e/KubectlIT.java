package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** kubectl needs no flags and no patience. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "kubectl-it";

    private final LocalCluster cluster;
    private final TestNamespace namespace;

    KubectlIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.namespace = new TestNamespace(cluster, NAMESPACE);
    }

    @BeforeAll
    void createNamespace() {
        namespace.create();
    }

    @AfterAll
    void deleteNamespaceWithAllThatIsInIt() {
        namespace.delete("--timeout=60s");
        assertThat(cluster.tryKubectl("get", "namespace", NAMESPACE).output()).contains("NotFound");
    }

    @Test
    void twoDocumentsOfOneInputAreApplied() {
        String output = namespace.kubectlWithInput("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: one}
                data: {a: "1"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: two}
                stringData: {password: s3cret}
                """, "apply", "-f", "-");
        assertThat(output).contains("configmap/one created", "secret/two created");
        assertThat(namespace.kubectl("get", "secret", "two", "-o", "jsonpath={.data.password}"))
                .isEqualTo("czNjcmV0");
    }

    @Test
    void anAppliedChangeRemovesWhatTheManifestNoLongerHas() {
        namespace.kubectlWithInput(configMap("pruned", "{a: '1', b: '2'}"), "apply", "-f", "-");
        namespace.kubectlWithInput(configMap("pruned", "{b: '3'}"), "apply", "-f", "-");
        assertThat(namespace.kubectl("get", "configmap", "pruned", "-o", "jsonpath={.data}"))
                .isEqualTo("{\"b\":\"3\"}");
    }

    @Test
    void watchingShowsEveryChange() throws IOException {
        try (Following watch =
                new Following(cluster.startKubectl("get", "configmaps", "-w", "-n", NAMESPACE, "-l", "watched=yes"))) {
            namespace.kubectl("create", "configmap", "watched", "--from-literal=a=1");
            namespace.kubectl("label", "configmap", "watched", "watched=yes");
            Await.until(PATIENCE, () -> assertThat(watch.lines()).anyMatch(line -> line.startsWith("watched")));
        }
    }

    @Test
    void labelsAnnotationsAndPatchesChangeAnObject() {
        namespace.kubectlWithInput(configMap("changed", "{a: '1'}"), "create", "-f", "-");
        namespace.kubectl("label", "configmap", "changed", "tier=front");
        namespace.kubectl("annotate", "configmap", "changed", "note=hello");
        namespace.kubectl("patch", "configmap", "changed", "--type=merge", "-p", "{\"data\":{\"b\":\"2\"}}");
        namespace.kubectl(
                "patch", "configmap", "changed", "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"/data/a\"}]");
        assertThat(namespace.kubectl(
                        "get",
                        "configmap",
                        "changed",
                        "-o",
                        "jsonpath={.metadata.labels.tier} {.metadata.annotations.note} {.data}"))
                .isEqualTo("front hello {\"b\":\"2\"}");
    }

    @Test
    void editOpensTheObjectInTheUsersEditor() {
        namespace.kubectlWithInput(configMap("edited", "{a: before}"), "create", "-f", "-");
        cluster.commands()
                .require(
                        PATIENCE,
                        "",
                        List.of(
                                "env",
                                "KUBE_EDITOR=sed -i s/before/after/",
                                "kubectl",
                                "-n",
                                NAMESPACE,
                                "edit",
                                "configmap",
                                "edited"));
        assertThat(namespace.kubectl("get", "configmap", "edited", "-o", "jsonpath={.data.a}"))
                .isEqualTo("after");
    }

    @Test
    void explainKnowsTheFields() {
        assertThat(cluster.kubectl("explain", "deploy.spec")).contains("replicas", "minReadySeconds", "<integer>");
        assertThat(cluster.kubectl("explain", "pod.spec.containers.image")).contains("FIELD: image");
    }

    @Test
    void apiResourcesListsNamesShortNamesAndKinds() {
        assertThat(cluster.kubectl("api-resources"))
                .containsPattern("deployments\\s+deploy\\s+apps/v1\\s+true\\s+Deployment")
                .containsPattern("nodes\\s+no\\s+v1\\s+false\\s+Node");
    }

    @Test
    void versionAndClusterInfoAnswer() {
        assertThat(cluster.kubectl("version")).contains("Server Version: v1.36");
        assertThat(cluster.kubectl("cluster-info")).contains("is running at");
    }

    @Test
    void aForcedDeletionDoesNotWaitForTheNode() {
        cluster.kubectl(
                "run",
                "stubborn",
                "-n",
                NAMESPACE,
                "--image=busybox",
                "--image-pull-policy=IfNotPresent",
                "--",
                "sh",
                "-c",
                "trap '' TERM; sleep 3600");
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("get", "pod", "stubborn", "-o", "jsonpath={.status.phase}"))
                        .isEqualTo("Running"));
        namespace.kubectl("delete", "pod", "stubborn", "--force", "--grace-period=0");
        assertThat(cluster.tryKubectl("get", "pod", "stubborn", "-n", NAMESPACE).output())
                .contains("NotFound");
    }

    @Test
    void followedLogsArriveWhileTheContainerRuns() throws IOException {
        cluster.kubectl(
                "run",
                "ticker",
                "-n",
                NAMESPACE,
                "--image=busybox",
                "--image-pull-policy=IfNotPresent",
                "--",
                "sh",
                "-c",
                "i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done");
        Await.until(
                PATIENCE, () -> assertThat(namespace.kubectl("logs", "ticker")).contains("tick 1"));
        try (Following logs = new Following(cluster.startKubectl("logs", "-f", "ticker", "-n", NAMESPACE))) {
            Await.until(PATIENCE, () -> assertThat(logs.lines()).hasSizeGreaterThan(5));
        }
        namespace.kubectl("delete", "pod", "ticker", "--grace-period=1");
    }

    private static String configMap(String name, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: " + data + "\n";
    }
}
