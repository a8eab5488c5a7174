package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wrong input gets an answer that says what is wrong, never a 500. */
@ExtendWith(LocalCluster.class)
class BadInputIT {

    private final LocalCluster cluster;

    BadInputIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void brokenYaml() {
        refused("a: [", "error parsing");
    }

    @Test
    void unknownKind() {
        refused("apiVersion: v1\nkind: Pot\nmetadata: {name: x}\n", "no matches for kind \"Pot\"");
    }

    @Test
    void wrongType() {
        refused("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: x}
                spec:
                  replicas: many
                  selector: {matchLabels: {a: b}}
                  template:
                    metadata: {labels: {a: b}}
                    spec: {containers: [{name: c, image: i}]}
                """, "spec.replicas");
    }

    @Test
    void unknownField() {
        refused("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nsurprise: 1\n", "unknown field \"surprise\"");
    }

    @Test
    void nameAgainstTheRules() {
        refused(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Not_A_Name}\n",
                "metadata.name: Invalid value: \"Not_A_Name\": a lowercase RFC 1123 subdomain");
    }

    @Test
    void missingFields() {
        refused(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: []}\n",
                "spec.containers: Required value");
    }

    @Test
    void conflictingResourceVersion() {
        cluster.kubectl("create", "configmap", "conflicting");
        assertThat(cluster.tryKubectlWithInput(
                                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conflicting, resourceVersion: '1'}\n",
                                "replace",
                                "-f",
                                "-")
                        .output())
                .contains("Conflict", "the object has been modified");
        cluster.kubectl("delete", "configmap", "conflicting");
    }

    @Test
    void bodyOfTenMegabytes() {
        String large =
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large}\ndata:\n  a: " + "x".repeat(10_000_000);
        assertThat(cluster.tryKubectlWithInput(large, "create", "-f", "-").output())
                .contains("Request entity too large");
    }

    @Test
    void missingObject() {
        assertThat(cluster.tryKubectl("get", "pod", "nobody").output())
                .contains("Error from server (NotFound): pods \"nobody\" not found");
    }

    @Test
    void missingImage() {
        cluster.kubectl("run", "no-image", "--image=gantry.test/missing:1", "--image-pull-policy=Never");
        Await.until(
                Duration.ofSeconds(60),
                () -> assertThat(cluster.kubectl("get", "pod", "no-image")).contains("ErrImageNeverPull"));
        assertThat(cluster.kubectl("describe", "pod", "no-image")).contains("gantry.test/missing:1");
        cluster.kubectl("delete", "pod", "no-image");
    }

    private void refused(String manifest, String because) {
        CommandLine.Result result = cluster.tryKubectlWithInput(manifest, "create", "-f", "-");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains(because).doesNotContain("InternalError", "\tat ");
    }
}
