package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The manifests of the articles that the project grew from work as they stand. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedManifestsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String MANIFESTS =
            Path.of("src/test/resources/seed-manifests.yaml").toAbsolutePath().toString();

    private final LocalCluster cluster;

    SeedManifestsIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void apply() {
        cluster.kubectl("apply", "-f", MANIFESTS);
        cluster.kubectl("rollout", "status", "deployment/web", "--timeout=90s");
        cluster.kubectl("rollout", "status", "deployment/srs", "--timeout=90s");
    }

    @AfterAll
    void delete() {
        cluster.kubectl("delete", "-f", MANIFESTS);
    }

    /** kubectl says "configured" where the manifest writes a quantity in another form than the server; nothing is written all the same. */
    @Test
    void applyingAgainChangesNothing() {
        String generations = "jsonpath={.items[*].metadata.generation} {.items[*].metadata.uid}";
        String before = cluster.kubectl("get", "deployments,services,configmaps", "-o", generations);
        cluster.kubectl("apply", "-f", MANIFESTS);
        assertThat(cluster.kubectl("get", "deployments,services,configmaps", "-o", generations))
                .isEqualTo(before);
    }

    @Test
    void theNodePortAnswersFromOutside() {
        String port = jsonpath("service", "test-nodportsvc", "{.spec.ports[0].nodePort}");
        for (int node = 1; node <= LocalCluster.NODES; node++) {
            String url = "http://" + cluster.nodeAddress(node) + ":" + port + "/";
            Await.until(PATIENCE, () -> assertThat(Http.get(url)).contains("tomcat"));
        }
    }

    @Test
    void theLoadBalancerHasAnAddressThatAnswers() {
        Await.until(PATIENCE, () -> {
            String address = jsonpath("service", "my-service", "{.status.loadBalancer.ingress[0].ip}");
            assertThat(Http.get("http://" + address + "/")).contains("tomcat");
        });
    }

    @Test
    void theExternalNameIsAnAliasInsidePods() throws IOException {
        String pod = podOf("srs");
        assertThat(cluster.tryKubectl(
                                "exec", pod, "-c", "srs", "--", "nslookup", "my-database.default.svc.cluster.local")
                        .output())
                .contains("my.database.example.com");
    }

    @Test
    void theConfigMapsFilesAreInTheContainer() {
        String pod = podOf("srs");
        assertThat(cluster.kubectl("exec", pod, "-c", "srs", "--", "cat", "/usr/local/srs/etc/https.pem"))
                .contains("BEGIN CERTIFICATE");
        assertThat(cluster.kubectl("exec", pod, "-c", "srs", "--", "ls", "/usr/local/srs/etc"))
                .contains("https.key", "https.pem");
    }

    @Test
    void theSharedEmptyDirIsServed() {
        String pod = podOf("srs");
        String address = jsonpath("pod", pod, "{.status.podIP}");
        Await.until(
                PATIENCE, () -> assertThat(Http.get("http://" + address + "/")).isEqualTo("hello\n"));
    }

    private String podOf(String app) {
        return cluster.kubectl("get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[0].metadata.name}");
    }

    private String jsonpath(String resource, String name, String path) {
        return cluster.kubectl("get", resource, name, "-o", "jsonpath=" + path);
    }
}
